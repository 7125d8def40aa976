"""Many cases at once: found, analysed in workers, kept as they are done, and told as one portfolio.

    sources ─► running ─► store ─► portfolio
                  │ ▲
                  ▼ │
                 work (in workers: executors)

`sources` finds the cases without keeping them, `work` is what a worker does with one, `executors` are the
workers and `cluster` those of Dask, `store` remembers what is done so that the same command goes on, `running`
ties them together, `portfolio` puts all results into one document, `changes` compares with an earlier batch,
and `joining` makes one batch of several shards. Nothing here knows of a terminal.
"""
