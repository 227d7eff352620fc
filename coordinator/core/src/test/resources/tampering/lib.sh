# How the forgers below work: an index of their own, and a pin that believes them, so that only the audit can tell.
LEDGER=refs/heads/sync/ledger
GIT_INDEX_FILE=.git/forged-index
export GIT_INDEX_FILE

path_of() { # the path of the event file that begins with this number
    git ls-tree -r --name-only $LEDGER | grep "/000$1-"
}
put() { # path; the new content on stdin
    git update-index --add --cacheinfo "100644,$(git hash-object -w --stdin),$1"
}
commit() { # parent, or "" for none; message of this commit
    git commit-tree "$(git write-tree)" ${1:+-p "$1"} -m "$(git log -1 --format=%B "$2")"
}
forge() { # the new head
    git update-ref $LEDGER "$1"
    echo "$1" > .git/sync/ledger.seen
}
replay() { # the records in this order, each with its own files and message
    rm -f $GIT_INDEX_FILE
    git rev-list --reverse $LEDGER > .git/forged-commits
    head=
    for record in "$@"; do
        from=$(sed -n "${record}p" .git/forged-commits)
        git diff-tree -r --root --no-commit-id "$from" | while read -r _ mode _ blob _ path; do
            git update-index --add --cacheinfo "$mode,$blob,$path"
        done
        if [ -n "$tweak" ]; then $tweak; fi
        head=$(commit "$head" "$from")
    done
    forge "$head"
}
