# What the launchers of a checkout and of a package share: the environment of GPU Dyno, and which start-up cache a start uses.

# In a locale of ASCII alone, Java can name no file with other letters. (One of another alphabet's names is left alone.)
case $(locale charmap 2>/dev/null || echo unknown) in
    ANSI_X3.4-1968 | US-ASCII | unknown) LC_ALL=C.UTF-8; export LC_ALL ;;
esac

# Two malloc arenas: with glibc's eight a core, what sessions of the model leave behind is never given back (a third more resident memory
# after a session).
MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
export MALLOC_ARENA_MAX

# The console, a node and a short command each load classes of their own.
case ${1:-} in
    "" | --connect* | --token-file* | gpudyno:*) start=console ;;
    node | session | tune | simulate | doctor) start=node ;;
    *) start=commands ;;
esac
