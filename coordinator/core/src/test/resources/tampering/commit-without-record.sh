# The last commit once more, which adds nothing.
. ./lib.sh
git read-tree $LEDGER
forge "$(commit $LEDGER $LEDGER)"
