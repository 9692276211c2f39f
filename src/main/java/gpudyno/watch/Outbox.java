package gpudyno.watch;

import gpudyno.model.net.Address;
import gpudyno.watch.Webhook.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Delivers notifications to receivers: to each one in order and at least once, however long it is unreachable. A notification is removed
/// when every receiver has it. Each receiver has its own thread, so that a slow one does not delay the others. Firing alerts are sent to an
/// Alertmanager repeatedly, so that it knows them after a restart.
final class Outbox implements AutoCloseable {
    /// The most notifications kept for receivers that stay unreachable. Beyond that the oldest are dropped and this is reported.
    static final int MOST_KEPT = 2000;

    private final List<Receiver> receivers;
    private final Webhook webhook;
    private final Duration firstRetry;
    private final Runnable changed;
    private final Consumer<String> say;
    private final Supplier<List<Notification>> firing;
    private final Duration resend;
    private final List<Notification> kept = new ArrayList<>();
    private final Map<String, Long> delivered = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private long released;
    private boolean closed;

    /// Everything, as it is stored.
    record Saved(List<Notification> kept, Map<String, Long> delivered) {}

    /// @param firstRetry the wait after a first failure; it doubles up to 60 times as much
    /// @param changed called, without any lock held, when a restart would otherwise deliver something again
    /// @param firing alerts that were reported as firing and still fire, for receivers that get them repeatedly
    /// @param resend how often they are repeated
    Outbox(List<Receiver> receivers, String node, Duration firstRetry, Saved saved, Runnable changed, Consumer<String> say,
            Supplier<List<Notification>> firing, Duration resend) {
        this.firing = firing;
        this.resend = resend;
        this.receivers = List.copyOf(receivers);
        this.webhook = new Webhook(node);
        this.firstRetry = firstRetry;
        this.changed = changed;
        this.say = say;
        kept.addAll(saved.kept);
        delivered.putAll(saved.delivered);
        released = kept.isEmpty() ? 0 : kept.getLast().id();
    }

    void start() {
        for (Receiver receiver : receivers) {
            if (receiver.kind() == Receiver.Kind.ALERTMANAGER) {
                startResending(receiver);
            }
            threads.add(Thread.ofVirtual().name("receiver-" + receiver.name()).start(() -> {
                try {
                    deliver(receiver);
                } catch (InterruptedException e) {
                    // Closed; undelivered notifications are in the store.
                    Thread.currentThread().interrupt();
                }
            }));
        }
    }

    private void startResending(Receiver receiver) {
        threads.add(Thread.ofVirtual().name("resend-" + receiver.name()).start(() -> {
            try {
                while (true) {
                    Thread.sleep(resend);
                    for (Notification one : firing.get()) {
                        problem(receiver, webhook.send(receiver, one) instanceof Outcome.Later(String why) ? why : "");
                    }
                }
            } catch (InterruptedException e) {
                // Closed.
                Thread.currentThread().interrupt();
            }
        }));
    }

    /// Adds notifications; they wait for [#release].
    synchronized void add(List<Notification> fresh) {
        if (receivers.isEmpty()) {
            return;
        }
        kept.addAll(fresh);
        if (kept.size() > MOST_KEPT) {
            int over = kept.size() - MOST_KEPT;
            kept.subList(0, over).clear();
            say.accept("Receivers have been away so long that " + over + " notifications had to go");
        }
    }

    /// Releases the added notifications for sending, once they are stored. A notification that was sent but not stored would be forgotten
    /// by a restart, and a later one would get the same id.
    synchronized void release() {
        released = kept.isEmpty() ? released : kept.getLast().id();
        notifyAll();
    }

    private void deliver(Receiver receiver) throws InterruptedException {
        long wait = firstRetry.toMillis();
        while (true) {
            Notification next = next(receiver);
            Outcome outcome = webhook.send(receiver, next);
            switch (outcome) {
                case Outcome.Later(String why) -> {
                    problem(receiver, why);
                    Thread.sleep(wait);
                    wait = Math.min(2 * wait, 60 * firstRetry.toMillis());
                    continue;
                }
                case Outcome.Refused(String why) -> say
                        .accept("Receiver " + receiver.name() + " refused notification " + next.id() + ": " + why);
                case Outcome.TooLarge _ -> say.accept("Receiver " + receiver.name() + " finds notification " + next.id() + " too large");
                case Outcome.Taken _ -> problem(receiver, "");
            }
            wait = firstRetry.toMillis();
            arrived(receiver, next);
            changed.run();
        }
    }

    private synchronized Notification next(Receiver receiver) throws InterruptedException {
        while (true) {
            long last = delivered.getOrDefault(receiver.name(), 0L);
            for (Notification one : kept) {
                if (one.id() > last && one.id() <= released) {
                    return one;
                }
            }
            wait();
        }
    }

    private synchronized void arrived(Receiver receiver, Notification notification) {
        delivered.put(receiver.name(), notification.id());
        long everybodyHas = receivers.stream().mapToLong(one -> delivered.getOrDefault(one.name(), 0L)).min().orElse(Long.MAX_VALUE);
        kept.removeIf(one -> one.id() <= everybodyHas);
    }

    private synchronized void problem(Receiver receiver, String why) {
        if (why.isEmpty()) {
            problems.remove(receiver.name());
        } else {
            problems.put(receiver.name(), why);
        }
    }

    /// The state of each receiver, one line each.
    synchronized List<String> status() {
        return receivers.stream().map(receiver -> {
            long last = delivered.getOrDefault(receiver.name(), 0L);
            long waiting = kept.stream().filter(one -> one.id() > last).count();
            String problem = problems.get(receiver.name());
            return receiver.name() + " (" + Address.of(receiver.url()).host() + "): " + waiting + " waiting"
                    + (problem == null ? "" : "; last try failed: " + problem);
        }).toList();
    }

    synchronized boolean isFailing() {
        return !problems.isEmpty();
    }

    synchronized Saved save() {
        return new Saved(List.copyOf(kept), Map.copyOf(delivered));
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        threads.forEach(Thread::interrupt);
        webhook.close();
    }
}
