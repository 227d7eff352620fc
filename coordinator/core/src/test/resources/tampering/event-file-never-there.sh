# History is written anew without the report of the second command.
. ./lib.sh
replay 1 2 4 5 6
