# The last record has a second parent.
. ./lib.sh
git read-tree $LEDGER
forge "$(git commit-tree "$(git write-tree)" -p sync/ledger^ -p sync/ledger^^ -m "$(git log -1 --format=%B sync/ledger)")"
