# The last record is cut off.
git update-ref refs/heads/sync/ledger sync/ledger^
