# A later commit removes the report of the second command.
. ./lib.sh
git read-tree $LEDGER
git update-index --force-remove "$(path_of 3)"
forge "$(commit $LEDGER $LEDGER)"
