# History is written anew without one file of a stored folder.
. ./lib.sh
file=$(sha256sum < templates/pack/a.txt | cut -d' ' -f1)
drop() {
    git ls-files | grep "/artifacts/$file" | xargs -r git update-index --force-remove
}
tweak=drop
replay 1 2 3 4 5 6
