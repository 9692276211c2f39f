# Shared by the launchers of a checkout and of a package: sets GPU Dyno's environment and chooses the start-up cache.

# In a pure ASCII locale, Java cannot open files whose names have other letters. (Locales with other character sets are left as they are.)
case $(locale charmap 2>/dev/null || echo unknown) in
    ANSI_X3.4-1968 | US-ASCII | unknown) LC_ALL=C.UTF-8; export LC_ALL ;;
esac

# Two malloc arenas: with glibc's default of eight per core, memory freed by model sessions is never given back to the system (a third more
# resident memory after a session).
MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
export MALLOC_ARENA_MAX

# The console, a node and a command load different classes, so each has its own cache.
case ${1:-} in
    "" | --connect* | --token-file* | gpudyno:*) start=console ;;
    node | session | tune | simulate | doctor) start=node ;;
    report | export) start=brief ;;
    *) start=commands ;;
esac
# What ends within a second is faster without Java's second compiler.
for argument; do
    case $argument in -h | --help | -V | --version) start=brief ;; esac
done
