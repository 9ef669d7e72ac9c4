"""Pictures of the ledger, drawn in a process of their own: matplotlib is imported nowhere else."""
