# History is written anew with another report of the second command, as if it had always been so.
. ./lib.sh
edited=$(path_of 3)
edit() {
    if git ls-files --error-unmatch "$edited" > .git/forged-found 2>&1; then
        git show "$LEDGER:$edited" | sed 's/"done"/"failed"/' | put "$edited"
    fi
}
tweak=edit
replay 1 2 3 4 5 6
