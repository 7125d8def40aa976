"""What measures the advisor on many cases."""
