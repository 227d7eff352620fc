# The whole branch is gone.
git update-ref -d refs/heads/sync/ledger
