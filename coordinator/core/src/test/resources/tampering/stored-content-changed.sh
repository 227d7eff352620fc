# History is written anew with other bytes under the digest of a stored artifact.
. ./lib.sh
change() {
    git ls-files | grep /artifacts/ | head -1 | while read -r stored; do echo other | put "$stored"; done
}
tweak=change
replay 1 2 3 4 5 6
