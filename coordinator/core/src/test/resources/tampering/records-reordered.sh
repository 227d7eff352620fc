# History is written anew with the second report after the third.
. ./lib.sh
replay 1 2 4 3 5 6
