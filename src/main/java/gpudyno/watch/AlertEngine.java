package gpudyno.watch;

import gpudyno.model.OneLine;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.alert.Silence;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.store.Json;
import gpudyno.store.PrivateFiles;
import gpudyno.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Evaluates a node's alert rules on its frames, on a thread of its own, and notifies receivers.
///
/// The state that must survive a restart (alerts, silences, notifications not yet sent or delivered) is stored before anything is sent. If
/// the process dies between two frames, the next process continues from the last stored state.
public final class AlertEngine implements AutoCloseable {
    private static final String STATE = "watch.state";
    private static final Duration GROUP_INTERVAL = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int BACKLOG = 600;

    /// The functions of the node that the engine needs.
    public interface Host {
        String name();

        @Nullable
        Meter meter(String id);

        /// Past frames, oldest first; the older, the coarser.
        List<Frame> history(Instant from, Instant to);

        Optional<String> stored(String key);

        /// The state is durable when this returns.
        ///
        /// @throws gpudyno.store.StoreException if it cannot be
        void store(String key, String text);

        /// Sends a message to the people who use the node.
        void say(String text);

        /// What is known of why a rule's condition holds for a series, in a sentence; empty where nothing is. Asked with every frame while the
        /// condition holds, so it must be quick.
        ///
        /// @param series the label values, joined, such as the id of a device
        default String why(AlertRule rule, String series) {
            return "";
        }

        /// Ends the process, whose memory is exhausted.
        ///
        /// @return an error to throw if the process does not end immediately
        Error outOfMemory(OutOfMemoryError error);
    }

    private record Saved(AlertBook.Saved book, Outbox.Saved outbox) {}

    private final Host host;
    private final Path file;
    private final BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(BACKLOG);
    private final BurnRate burn = new BurnRate();
    private final AlertBook book = new AlertBook(GROUP_INTERVAL);
    private final Outbox outbox;
    private final List<Receiver> receivers;
    private final Thread thread;
    private volatile List<Alert> loud = List.of();
    /// When it was first noticed that a test loads the node; null while there is none.
    private @Nullable Instant testSince;
    private List<AlertRule> rules;
    private Judge judge;
    private long judgedFrames;
    /// The reason why a stored rule was switched off at the start, by rule id.
    private final Map<String, String> refused = new HashMap<>();
    /// Stored rules that can no longer be read as rules, in their original text.
    private List<RuleFile.Refused> kept = List.of();
    private volatile String problem = "";
    private volatile String unjudged = "";
    private final LongAdder missed = new LongAdder();

    /// Reads rules and receivers from a YAML file; without a file, the default rules apply.
    ///
    /// @throws IllegalArgumentException if the file exists and is not valid
    public AlertEngine(Host host, Path file) {
        this.host = host;
        this.file = file;
        RuleFile.Stored content = Files.exists(file) ? read(file) : RuleFile.Stored.of(RuleFile.defaults());
        rules = content.rules();
        receivers = content.receivers();
        kept = content.refused();
        content.problems().forEach((id, why) -> {
            refused.put(id, "switched off: " + why);
            host.say("Alert rule " + id + " is kept and switched off: " + why);
        });
        Outbox.Saved undelivered = restore();
        refreshLoud(Instant.now());
        outbox = new Outbox(receivers, host.name(), FIRST_RETRY, undelivered, this::keep, host::say, this::toldFiring,
                Payload.RESEND);
        Instant now = Instant.now();
        host.history(now.minus(Duration.ofDays(3)), now).forEach(burn::add);
        judge = judge(rules);
        outbox.start();
        thread = Thread.ofPlatform().name("watch").daemon().start(() -> {
            try {
                while (true) {
                    watchOrSay(frames.take());
                }
            } catch (InterruptedException e) {
                // Closed.
                Thread.currentThread().interrupt();
            }
        });
    }

    private static RuleFile.Stored read(Path file) {
        try {
            return RuleFile.stored(Files.readString(file));
        } catch (IOException e) {
            throw new StoreException(file + " cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private Outbox.Saved restore() {
        Outbox.Saved nothing = new Outbox.Saved(List.of(), java.util.Map.of());
        Optional<String> text = host.stored(STATE);
        try {
            Optional<Saved> saved = text.map(stored -> Json.read(stored, Saved.class));
            saved.ifPresent(one -> book.restore(one.book, Instant.now()).forEach(left -> host.say("Alerts: " + left)));
            return saved.map(one -> Objects.requireNonNull(one.outbox, "outbox")).orElse(nothing);
        } catch (IllegalArgumentException | NullPointerException e) {
            // The next change of an alert overwrites what is stored: whoever can read it finds it under another name.
            String kept = keptAside(text.orElse(""));
            book.restore(new AlertBook(GROUP_INTERVAL).save(), Instant.now());
            host.say("What was stored of the alerts cannot be read; " + kept + " and the alerts begin anew: " + e.getMessage());
            return nothing;
        }
    }

    private String keptAside(String text) {
        String key = STATE + ".unreadable";
        try {
            host.store(key, text);
            return "it was kept as " + key;
        } catch (StoreException e) {
            return "it could not be kept aside (" + e.getMessage() + ")";
        }
    }

    /// A judge whose windows hold what the node remembers.
    private Judge judge(List<AlertRule> wanted) {
        Judge fresh = new Judge(wanted, host::meter, burn);
        Instant now = Instant.now();
        host.history(now.minus(fresh.longestWindow()), now).forEach(fresh::see);
        return fresh;
    }

    /// Accepts a live frame. Never blocks. If the queue is full, the frame is not evaluated and counts for nothing.
    public void accept(Frame frame) {
        if (!frames.offer(frame)) {
            missed.increment();
        }
    }

    /// A frame that cannot be evaluated is reported once; the next frame is evaluated as usual.
    private void watchOrSay(Frame frame) {
        try {
            watch(frame);
            unjudged = "";
        } catch (OutOfMemoryError e) {
            throw host.outOfMemory(e);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            String what = "a frame could not be judged: " + e;
            if (!what.equals(unjudged)) {
                unjudged = what;
                tell("Alerts: " + what);
            }
        }
    }

    /// The receiver of the message may fail in the same way; the health evidence still shows the problem.
    private void tell(String what) {
        try {
            host.say(what);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            unjudged = what + "; nobody could be told: " + e;
        }
    }

    private void watch(Frame frame) {
        boolean changed;
        synchronized (this) {
            burn.add(frame);
            testSince = !Meters.isTest(frame) ? null : Objects.requireNonNullElse(testSince, frame.start());
            Instant now = Instant.now();
            List<Notification> fresh = book.accept(frame.length().toMillis(), now, explained(judge.judge(frame)));
            fresh.stream().flatMap(one -> one.notices().stream()).filter(one -> one.state() == Alert.State.FIRING)
                    .forEach(one -> host.say(one.title() + ": " + one.cause()));
            outbox.add(fresh);
            judgedFrames++;
            refreshLoud(now);
            changed = book.takeChanged();
        }
        if (changed) {
            keep();
        }
        outbox.release();
    }

    private List<AlertBook.Judged> explained(List<AlertBook.Judged> judged) {
        return judged.stream().map(one -> one.verdicts().stream().noneMatch(AlertEngine::mayBeExplained)
                ? one
                : new AlertBook.Judged(one.rule(), one.verdicts().stream().map(verdict -> explained(one.rule(), verdict)).toList()))
                .toList();
    }

    private static boolean mayBeExplained(Verdict verdict) {
        return verdict.on() && !verdict.series().isEmpty();
    }

    private Verdict explained(AlertRule rule, Verdict verdict) {
        String why = mayBeExplained(verdict) ? host.why(rule, verdict.series()) : "";
        return why.isEmpty()
                ? verdict
                : new Verdict(verdict.series(), verdict.data(), verdict.on(), verdict.keep(), verdict.cause() + "; " + why);
    }

    private synchronized void keep() {
        try {
            host.store(STATE, Json.write(new Saved(book.save(), outbox.save())));
            problem = "";
        } catch (StoreException e) {
            problem = "alerts are not stored: " + e.getMessage();
        }
    }

    /// Called after any change of an alert, a silence or a rule. Open alerts of a rule that was removed or switched off end with the next
    /// frame and no longer count as firing.
    private void refreshLoud(Instant now) {
        Set<String> judged = rules.stream().filter(AlertRule::on).map(AlertRule::id).collect(Collectors.toSet());
        loud = book.active(now).stream().filter(alert -> alert.isLoud() && judged.contains(alert.rule())).toList();
    }

    private synchronized List<Notification> toldFiring() {
        return book.toldFiring(Instant.now());
    }

    /// Firing alerts that are not suppressed. Never blocks.
    public List<Alert> loud() {
        return loud;
    }

    public synchronized AlertBoard board() {
        Instant now = Instant.now();
        List<Alert> active = book.active(now);
        List<RuleStatus> statuses = rules.stream().map(rule -> new RuleStatus(rule, count(active, rule, Alert.State.PENDING),
                count(active, rule, Alert.State.FIRING), problem(rule))).toList();
        return new AlertBoard(active, statuses, book.silences(), book.ended(), outbox.status(), quiet());
    }

    private String problem(AlertRule rule) {
        return rule.on() ? judge.problem(rule.id()) : refused.getOrDefault(rule.id(), "");
    }

    private AlertBoard.@Nullable QuietForTest quiet() {
        Instant since = testSince;
        return since == null ? null : new AlertBoard.QuietForTest(since, judge.quietDuringTests());
    }

    private static int count(List<Alert> alerts, AlertRule rule, Alert.State state) {
        return (int) alerts.stream().filter(alert -> alert.rule().equals(rule.id()) && alert.state() == state).count();
    }

    /// Adds a rule, or replaces the one of its id.
    ///
    /// @throws IllegalArgumentException if its expression is not valid, uses a meter of the wrong kind, or there are too many rules
    public synchronized void setRule(AlertRule rule) {
        merge(List.of(rule));
    }

    /// Adds the rules of a [RuleFile], and replaces rules with the same ids. Either all rules are taken or none.
    ///
    /// @return the number of rules
    /// @throws IllegalArgumentException as [#setRule], or if the text is not a rule file, or names receivers: a node takes those only from
    ///        its own file
    public synchronized int importRules(String yaml) {
        RuleFile.Content content = RuleFile.read(yaml);
        if (!content.receivers().isEmpty()) {
            throw new IllegalArgumentException(
                    "the file names receivers; only rules are imported, receivers stand in the node's own alerts.yaml");
        }
        merge(content.rules());
        return content.rules().size();
    }

    private void merge(List<AlertRule> more) {
        Map<String, AlertRule> wanted = new LinkedHashMap<>();
        rules.forEach(rule -> wanted.put(rule.id(), rule));
        for (AlertRule rule : more) {
            checked(rule);
            wanted.put(rule.id(), rule);
        }
        Set<String> fresh = more.stream().map(AlertRule::id).collect(Collectors.toSet());
        List<RuleFile.Refused> stillKept = kept.stream().filter(one -> !fresh.contains(one.id())).toList();
        if (wanted.size() > RuleFile.MOST) {
            throw new IllegalArgumentException("that would be " + wanted.size() + " rules, at most " + RuleFile.MOST + " are kept");
        }
        take(List.copyOf(wanted.values()), stillKept);
        refused.keySet().removeAll(fresh);
    }

    private void checked(AlertRule rule) {
        String wrong = Judge.problem(rule, host::meter);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("rule " + rule.id() + ": " + wrong);
        }
    }

    /// @throws IllegalArgumentException if there is no such rule
    public synchronized void removeRule(String id) {
        List<AlertRule> wanted = rules.stream().filter(rule -> !rule.id().equals(id)).toList();
        List<RuleFile.Refused> stillKept = kept.stream().filter(one -> !one.id().equals(id)).toList();
        if (wanted.size() == rules.size() && stillKept.size() == kept.size()) {
            throw new IllegalArgumentException("there is no rule " + id);
        }
        take(wanted, stillKept);
        refused.remove(id);
    }

    /// All or nothing: the rules take effect only when they are in the file.
    private void take(List<AlertRule> wanted, List<RuleFile.Refused> stillKept) {
        Judge fresh = judge(wanted);
        try {
            PrivateFiles.write(file, RuleFile.write(new RuleFile.Content(wanted, receivers), stillKept));
        } catch (IOException e) {
            throw new StoreException("the rules cannot be written to " + file + ": " + e.getMessage(), e);
        }
        rules = List.copyOf(wanted);
        kept = stillKept;
        judge = fresh;
        refreshLoud(Instant.now());
    }

    /// When a rule would have fired during the last `back` of the node's history.
    ///
    /// @throws IllegalArgumentException if its expression is not valid or uses a meter of the wrong kind
    public RulePreview preview(AlertRule rule, Duration back) {
        checked(rule);
        Instant now = Instant.now();
        Function<String, @Nullable Meter> meters = host::meter;
        return Previews.of(rule, host.history(now.minus(back), now), meters, now);
    }

    /// @throws IllegalArgumentException if no such alert is pending or firing
    public void acknowledge(long alert, String note) {
        bounded("note", note);
        storing(() -> {
            book.acknowledge(alert, note);
            return alert;
        });
    }

    /// @throws IllegalArgumentException if no such alert is pending or firing
    public void unacknowledge(long alert) {
        storing(() -> {
            book.unacknowledge(alert);
            return alert;
        });
    }

    /// @return the silence's id
    /// @throws IllegalArgumentException if there is no such rule or the silence is over already
    public long silence(Silence wanted) {
        return storing(() -> {
            if (rules.stream().noneMatch(rule -> rule.id().equals(wanted.rule()))) {
                throw new IllegalArgumentException("there is no rule " + shortened(wanted.rule()));
            }
            return book.silence(wanted, Instant.now());
        });
    }

    /// @throws IllegalArgumentException if there is no such silence
    public void unsilence(long id) {
        storing(() -> {
            book.unsilence(id);
            return id;
        });
    }

    /// Performs an action, all or nothing: if the result cannot be stored, the action is undone.
    ///
    /// @throws StoreException if it cannot be stored
    private synchronized long storing(LongSupplier change) {
        AlertBook.Saved before = book.save();
        Instant now = Instant.now();
        long id = change.getAsLong();
        try {
            host.store(STATE, Json.write(new Saved(book.save(), outbox.save())));
            problem = "";
        } catch (StoreException e) {
            book.restore(before, now);
            problem = "alerts are not stored: " + e.getMessage();
            throw e;
        } finally {
            refreshLoud(now);
        }
        return id;
    }

    private static void bounded(String name, String text) {
        OneLine.checked("a " + name, text, Silence.LONGEST_NOTE);
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + " ...";
    }

    /// Its state, in one line.
    public synchronized String evidence() {
        String failing = outbox.isFailing() ? "; a receiver is away" : "";
        return rules.stream().filter(AlertRule::on).count() + " rules over " + judgedFrames + " frames, " + loud.size() + " firing"
                + (testSince == null ? "" : "; a test keeps " + judge.quietDuringTests().size() + " rules quiet") + failing
                + (missed.sum() == 0 ? "" : "; " + missed.sum() + " frames came faster than they were judged")
                + (refused.isEmpty() ? "" : "; " + refused.size() + " stored rules were refused and are off")
                + (judge.failing() == 0 ? "" : "; " + judge.failing() + " rules could not be judged")
                + (unjudged.isEmpty() ? "" : "; " + unjudged) + (problem.isEmpty() ? "" : "; " + problem);
    }

    /// Whether something prevents it from evaluating rules, storing state or sending notifications.
    public synchronized boolean isDegraded() {
        return judge.failing() > 0 || !refused.isEmpty() || !thread.isAlive() || !problem.isEmpty() || !unjudged.isEmpty()
                || outbox.isFailing();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outbox.close();
        keep();
    }
}
