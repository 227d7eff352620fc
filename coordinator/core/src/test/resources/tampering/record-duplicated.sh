# The last record once more, under the next number of its round.
. ./lib.sh
git read-tree $LEDGER
git show "$LEDGER:$(path_of 6)" | put "$(path_of 6 | sed 's/0006-/0007-/')"
forge "$(commit $LEDGER $LEDGER)"
