# The last record brings a file along that is no event and no stored content.
. ./lib.sh
bring() { echo hello | put notes.txt; }
replay 1 2 3 4 5
git read-tree sync/ledger
from=$(sed -n 6p .git/forged-commits)
git read-tree "$from"
bring
forge "$(commit $LEDGER "$from")"
