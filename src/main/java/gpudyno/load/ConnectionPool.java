package gpudyno.load;

import io.netty.channel.EventLoop;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The connections of one run, and the requests that wait for one. Used only on the event loop; [LoadConnection] calls back on it.
final class ConnectionPool {
    private static final int MAX_WAITING = 1_000_000;

    private final LoadRun run;
    private final LoadPlan plan;
    private final RequestEncoder encoder;
    private final Transport transport;
    private final ArrayDeque<LoadConnection> idle = new ArrayDeque<>();
    private final Set<LoadConnection> busy = new HashSet<>();
    private final ArrayDeque<LoadRun.Request> waiting = new ArrayDeque<>();
    private int open;
    private boolean everConnected;
    private String connectFailure = "";
    private boolean ended;

    ConnectionPool(LoadRun run, LoadPlan plan) {
        this.run = run;
        this.plan = plan;
        encoder = new RequestEncoder(plan.endpoint());
        transport = new Transport(plan.endpoint(), plan.limits().silence().toMillis(),
                () -> new LoadConnection(run, this, plan.expectation().newAnswer()));
    }

    EventLoop loop() {
        return transport.loop();
    }

    /// Looks the host up; from any thread.
    void resolve() throws UnknownHostException {
        transport.resolve();
    }

    /// Opens connections for requests to come.
    ///
    /// @param opened called for each, whether it succeeded or not
    void openIdle(int count, Runnable opened) {
        for (int i = 0; i < count; i++) {
            open++;
            transport.connect(connection -> run.guarded(() -> {
                everConnected = true;
                connection.keep();
                free(connection);
                opened.run();
            }), (cause, wasActive) -> run.guarded(() -> {
                failed(cause, wasActive);
                opened.run();
            }));
        }
    }

    private void failed(Throwable cause, boolean wasActive) {
        // If the TLS handshake failed, closed() releases the connection's place.
        open -= wasActive ? 0 : 1;
        connectFailure = ErrorKind.of(cause) + (cause.getMessage() == null ? "" : ", " + cause.getMessage());
    }

    /// Sends a request by an idle connection or a new one, or has it wait for one.
    void dispatch(LoadRun.Request request) {
        LoadConnection connection = idle.poll();
        if (connection != null) {
            send(connection, request);
        } else if (open < plan.limits().connections()) {
            connect(request);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(request);
        } else {
            run.error(request, ErrorKind.NO_CONNECTION, "more than " + MAX_WAITING + " requests wait for a connection");
        }
    }

    private void connect(LoadRun.Request request) {
        open++;
        transport.connect(connection -> run.guarded(() -> {
            everConnected = true;
            send(connection, request);
        }), (cause, wasActive) -> run.guarded(() -> {
            failed(cause, wasActive);
            run.lost(request, ErrorKind.of(cause), String.valueOf(cause.getMessage()));
            if (!wasActive && open == 0) {
                refuseWaiting(ErrorKind.of(cause), String.valueOf(cause.getMessage()));
            }
            run.finishWhenDone();
        }));
    }

    private void refuseWaiting(String kind, String why) {
        while (!waiting.isEmpty()) {
            run.error(waiting.remove(), kind, why);
        }
    }

    private void send(LoadConnection connection, LoadRun.Request request) {
        if (ended) {
            connection.close();
            return;
        }
        busy.add(connection);
        connection.send(request, run.now(), encoder.encode(request.body()));
    }

    /// Uses a new connection if the limit allows it, because other idle connections may be about to end as well.
    void sendAgain(LoadConnection connection, LoadRun.Request request) {
        busy.remove(connection);
        run.resent();
        LoadRun.Request again = new LoadRun.Request(request.intended(), request.measured(), request.body(), true);
        if (open < plan.limits().connections()) {
            connect(again);
        } else {
            waiting.addFirst(again);
        }
    }

    /// The connection has its answer, or gave it up; it can take no other request yet.
    void released(LoadConnection connection) {
        busy.remove(connection);
        idle.remove(connection);
    }

    /// A connection can take its next request.
    void free(LoadConnection connection) {
        LoadRun.Request next = waiting.poll();
        if (ended) {
            connection.close();
        } else if (next != null) {
            send(connection, next);
        } else {
            // The most recently used first, because the server will close the one that was unused for longest.
            idle.addFirst(connection);
        }
    }

    void closed(LoadConnection connection) {
        open--;
        released(connection);
        if (!waiting.isEmpty() && !ended) {
            connect(waiting.remove());
        }
    }

    /// Gives up requests whose time is over.
    void cutLate() {
        LoadPlan.Limits limits = plan.limits();
        long now = run.now();
        for (LoadConnection connection : Set.copyOf(busy)) {
            if (connection.heardAt() < now - limits.silence().toNanos()) {
                connection.fail(ErrorKind.TIMEOUT, "cut by this client: nothing came for " + seconds(limits.silence()));
            } else if (connection.sentAt() < now - limits.whole().toNanos()) {
                connection.fail(ErrorKind.TIMEOUT, "cut by this client: not at its end after " + seconds(limits.whole()));
            }
        }
    }

    /// Gives up requests that have waited for a connection since the schedule's end.
    void cutWaiting() {
        refuseWaiting(ErrorKind.NO_CONNECTION,
                "no connection came free within " + seconds(plan.limits().silence()) + " of the last request");
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }

    /// Requests sent or waiting and not answered.
    int inFlight() {
        return busy.size() + waiting.size();
    }

    /// Whether nothing is sent, waits or connects.
    boolean isQuiet() {
        return busy.isEmpty() && waiting.isEmpty() && open == idle.size();
    }

    boolean isEmpty() {
        return open == 0;
    }

    /// Why no connection could be made; null if one was made, or if no attempt has ended yet.
    @Nullable
    String unreachable() {
        return everConnected || connectFailure.isEmpty() ? null : connectFailure;
    }

    void end() {
        ended = true;
        Set.copyOf(busy).forEach(LoadConnection::close);
        Set.copyOf(idle).forEach(LoadConnection::close);
        transport.shutDown();
    }
}
