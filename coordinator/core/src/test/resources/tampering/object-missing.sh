# The object that holds the second report is gone.
. ./lib.sh
blob=$(git rev-parse "$LEDGER:$(path_of 3)")
rm -f ".git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)"
