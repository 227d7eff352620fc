# The bytes of the object that holds the second report are garbage.
. ./lib.sh
blob=$(git rev-parse "$LEDGER:$(path_of 3)")
file=.git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)
chmod u+w "$file"
echo garbage > "$file"
