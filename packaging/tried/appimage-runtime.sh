#!/bin/sh
# Stands where an AppImage has its runtime, in a package that is only tried: unpacks what follows and starts it.
# The official runtime mounts it instead. FAIRLEAD_TRIED_ARGUMENTS go before the arguments that are given.
unpacked=$(mktemp -d "${TMPDIR:-/tmp}/fairlead-tried-XXXXXX") || exit 1
trap 'rm -rf "$unpacked"' EXIT
unsquashfs -quiet -no-progress -offset @OFFSET@ -dest "$unpacked/program" "$0" >/dev/null || exit 1
APPIMAGE=$(realpath "$0")
APPDIR="$unpacked/program"
export APPIMAGE APPDIR
# shellcheck disable=SC2086 # Several arguments, parted by spaces.
"$APPDIR/AppRun" $FAIRLEAD_TRIED_ARGUMENTS "$@"
exit $?
