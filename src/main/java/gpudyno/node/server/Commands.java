package gpudyno.node.server;

import gpudyno.model.OneLine;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Runs each command once. A caller gives a command an id of its own choice in the header `Idempotency-Key`. A second request with the same
/// id runs nothing: it waits for the first one if that is still running, and gets the same answer.
///
/// Outcomes are kept for ten minutes, at most [#MOST] of them and [#MOST_BYTES] in all. The oldest is forgotten first. A restart of the node
/// forgets them all, so every answer tells since when they are kept ([#SINCE]). A caller that repeats a command sends that header back, and a
/// command from before a restart is refused: it may have run already.
final class Commands {
    static final String ID = "Idempotency-Key";
    static final String SINCE = "GPUDyno-Commands-Since";
    static final int MOST = 4_096;
    static final int MOST_BYTES = 8 << 20;
    private static final int LONGEST_ID = 80;
    private static final int LARGEST_ANSWER = 1 << 20;
    /// About what an exception takes.
    private static final int REFUSAL = 1 << 10;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final String since;
    private final Duration longestWait;
    /// In the order in which they began.
    private final Map<Id, Command> recent = new LinkedHashMap<>();
    private long bytes;

    /// @param caller by the proof of its token, so that nobody is answered with another caller's outcome
    private record Id(String caller, String id) {}

    /// What a command was answered with.
    private sealed interface Outcome {
        int bytes();
    }

    private record Answered(int status, @Nullable String contentType, byte[] body) implements Outcome {
        @Override
        public int bytes() {
            return body.length;
        }
    }

    private record Refused(Exception reason) implements Outcome {
        @Override
        public int bytes() {
            return REFUSAL;
        }
    }

    private static final class Command {
        private final byte[] request;
        private final long begun = System.nanoTime();
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        /// @param request a digest of what was asked
        Command(byte[] request) {
            this.request = request;
        }

        int bytes() {
            return outcome.isDone() ? outcome.join().bytes() : 0;
        }
    }

    /// @param started when the node was
    Commands(Instant started) {
        this(started, Duration.ofSeconds(45));
    }

    /// @param longestWait of a repeated request for the first one
    Commands(Instant started, Duration longestWait) {
        since = Long.toString(started.toEpochMilli());
        this.longestWait = longestWait;
    }

    /// Adds the header that tells since when outcomes are kept.
    void tell(Context context) {
        context.header(SINCE, since);
    }

    /// The same handler, run once for each id. Requests without an id run as they come.
    Handler once(Handler handler) {
        return context -> {
            Optional<String> id = id(context);
            if (id.isEmpty()) {
                handler.handle(context);
                return;
            }
            // Read before the command begins: a body that is cut off by a broken link is no command.
            Command mine = new Command(digest(context));
            Command known = begin(new Id(Caller.of(context).map(Caller::proof).orElse(""), id.get()), mine);
            if (known.equals(mine)) {
                run(handler, context, mine);
            } else {
                repeat(context, known, mine.request);
            }
        };
    }

    private Optional<String> id(Context context) {
        @Nullable
        String id = context.header(ID);
        if (id == null) {
            return Optional.empty();
        }
        if (id.isBlank()) {
            throw new IllegalArgumentException(ID + " is empty; give an id of 1 to " + LONGEST_ID + " characters, or none");
        }
        @Nullable
        String sent = context.header(SINCE);
        if (sent != null && !sent.equals(since)) {
            throw new IllegalStateException(
                    "the node was started again after this command was first sent; whether it took effect is not known");
        }
        return Optional.of(OneLine.checked(ID, id, LONGEST_ID));
    }

    private static byte[] digest(Context context) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((context.method() + " " + context.path() + "?" + context.queryString() + "\n").getBytes(StandardCharsets.UTF_8));
            return digest.digest(RequestBodies.kept(context));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private synchronized Command begin(Id id, Command mine) {
        forget();
        return Optional.ofNullable(recent.putIfAbsent(id, mine)).orElse(mine);
    }

    /// Forgets the oldest outcomes until the rest is within the bounds. A command that still runs is never forgotten: the listener bounds how
    /// many there are.
    private void forget() {
        long now = System.nanoTime();
        Iterator<Command> oldest = recent.values().iterator();
        while (oldest.hasNext()) {
            Command command = oldest.next();
            if (recent.size() < MOST && bytes <= MOST_BYTES && now - command.begun < KEPT.toNanos()) {
                return;
            }
            if (command.outcome.isDone()) {
                bytes -= command.bytes();
                oldest.remove();
            }
        }
    }

    private void run(Handler handler, Context context, Command command) throws Exception {
        Outcome outcome = new Refused(new IllegalStateException("the node failed on this command; its log says how"));
        try {
            handler.handle(context);
            outcome = answered(context);
        } catch (Exception e) {
            outcome = new Refused(e);
            throw e;
        } finally {
            ended(command, outcome);
        }
    }

    private synchronized void ended(Command command, Outcome outcome) {
        bytes += outcome.bytes();
        command.outcome.complete(outcome);
    }

    private static Outcome answered(Context context) throws IOException {
        @Nullable
        InputStream result = context.resultInputStream();
        byte[] body = result == null ? new byte[0] : result.readAllBytes();
        if (result != null) {
            context.result(body);
        }
        return body.length > LARGEST_ANSWER
                ? new Refused(new IllegalStateException("the command was carried out; its answer was too large to be kept"))
                : new Answered(context.statusCode(), context.res().getContentType(), body);
    }

    private void repeat(Context context, Command known, byte[] request) throws Exception {
        if (!Arrays.equals(known.request, request)) {
            throw new HttpResponseException(422, "another command had this " + ID + " already; give each command an id of its own");
        }
        switch (awaited(context, known)) {
            case Refused refused -> throw refused.reason;
            case Answered answered -> {
                context.status(answered.status);
                if (answered.contentType != null) {
                    context.contentType(answered.contentType);
                }
                if (answered.body.length > 0) {
                    context.result(answered.body);
                }
            }
        }
    }

    private Outcome awaited(Context context, Command known) throws InterruptedException {
        try {
            return known.outcome.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            context.header("Retry-After", "1");
            throw stillRunning(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is never exceptional", e);
        }
    }

    private static HttpResponseException stillRunning(TimeoutException cause) {
        HttpResponseException later = new HttpResponseException(503, "this command is still running; ask again with the same " + ID);
        later.initCause(cause);
        return later;
    }

    /// How many outcomes are kept or awaited.
    synchronized int kept() {
        return recent.size();
    }
}
