# Functions for the benchmarks that watch a real node; sourced, not run. They stop what they start, by its process id.
gpudyno=${GPUDYNO:-packaging/gpudyno}
work=$(mktemp -d)
started=""

stop_all() {
    # Only what still runs: the number of a process that has ended may belong to another by now.
    for pid in $(jobs -rp); do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

. packaging/bench/started.sh

# node NAME PORT [ARGUMENTS]: starts a node with a data folder of its own and waits until it answers.
node() {
    local name=$1 port=$2
    shift 2
    GPUDYNO_DATA="$work/$name" GPUDYNO_CONFIG="$work/$name-config" $gpudyno node --listen "127.0.0.1:$port" "$@" >"$work/$name.log" 2>&1 &
    local pid=$!
    started="$started $pid"
    for _ in $(seq 600); do
        curl -fs -o /dev/null "http://127.0.0.1:$port/api/health" && { is_started "$work/$name" "$port" "$pid"; return; }
        kill -0 "$pid" 2>/dev/null || { cat "$work/$name.log"; exit 2; }
        sleep 0.5
    done
    echo "the node on port $port did not answer within 300 s"
    exit 2
}

# api NAME PORT PATH [CURL ARGUMENTS]
api() {
    local name=$1 port=$2 path=$3
    shift 3
    curl -fsS -m 10 -H "Authorization: Bearer $(cat "$work/$name/token")" -H 'Content-Type: application/json' "$@" "http://127.0.0.1:$port$path"
}

# turn NAME PORT JSON: sets knobs.
turn() { api "$1" "$2" "/api/knobs?by=bench" -m 120 -X PATCH -d "$3" >/dev/null; }

# firing NAME PORT: ids of rules that fire now, one a line.
firing() { api "$1" "$2" /api/alerts/board | tr '{' '\n' | sed -n '/"state":"FIRING"/s/.*"rule":"\([^"]*\)".*/\1/p' | sort -u; }

# fired NAME PORT: ids of rules that fire now or have fired, one a line.
fired() { api "$1" "$2" /api/alerts/board | tr '{' '\n' | sed -n '/"state":"\(FIRING\|RESOLVED\)"/s/.*"rule":"\([^"]*\)".*/\1/p' | sort -u; }

# background COMMAND: runs the command in the background; its process id is then in $last.
background() {
    "$@" >"$work/background.log" 2>&1 &
    last=$!
    started="$started $last"
}

halt() { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }
