# Checks that a benchmark measures the node it started; sourced, not run.

# is_started FOLDER PORT PID: ends the benchmark unless the node that answers on the port has this data folder and process id. If another program
# had taken the port, the benchmark would measure that program instead.
is_started() {
    curl -fs -H "Authorization: Bearer $(cat "$1/token" 2>/dev/null)" "http://127.0.0.1:$2/api/info" | grep -q "\"pid\":$3[,}]" && return
    echo "port $2 is answered by another program, not by the node that this benchmark started (process $3); choose another port"
    exit 2
}
