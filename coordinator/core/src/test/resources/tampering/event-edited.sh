# A later commit edits the report of the second command.
. ./lib.sh
git read-tree $LEDGER
git show "$LEDGER:$(path_of 3)" | sed 's/"done"/"failed"/' | put "$(path_of 3)"
forge "$(commit $LEDGER $LEDGER)"
