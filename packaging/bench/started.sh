# Proof that a benchmark measures what it started; sourced, not run.

# is_started FOLDER PORT PID: ends the benchmark unless the node that answers on the port is the one of this data folder and process: a port that
# somebody else has would be measured in its place.
is_started() {
    curl -fs -H "Authorization: Bearer $(cat "$1/token" 2>/dev/null)" "http://127.0.0.1:$2/api/info" | grep -q "\"pid\":$3[,}]" && return
    echo "what answers on port $2 is not the node this benchmark started (process $3); give another port"
    exit 2
}
