package gpudyno.model.knob;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one registry of everything that can be turned on a node; settings, API, command line, optimizer and rollback all turn knobs here.
///
/// A change is checked whole before any knob moves: an unknown knob or a value out of range refuses all of it. Observers registered with
/// [#beforeChange] run first and can veto by throwing, which is how every change is journalled before it takes effect.
///
/// Knobs that take effect together are one *group*: however many of them a change moves, the group is turned once. Groups whose change costs
/// most are turned first, because a restart or a rebuild can fail and a plain setting cannot. If one fails, those already turned are turned
/// back and the failure is thrown, so a change is made whole or not at all.
public final class KnobRegistry {
    private static final Comparator<Group> DEAREST_FIRST = Comparator.comparing(Group::cost).reversed();

    private final SortedMap<String, Entry> entries = new TreeMap<>();
    private final List<Consumer<KnobChange>> before = new CopyOnWriteArrayList<>();
    private final List<Consumer<KnobChange>> after = new CopyOnWriteArrayList<>();
    private final List<Consumer<KnobChange>> failed = new CopyOnWriteArrayList<>();

    private record Entry(Knob knob, Supplier<Object> value, Group group) {}

    /// Knobs that are turned together.
    private static final class Group {
        private final List<String> ids;
        private final ChangeCost cost;
        private final Consumer<Configuration> turn;

        Group(List<Knob> knobs, Consumer<Configuration> turn) {
            this.ids = knobs.stream().map(Knob::id).toList();
            this.cost = knobs.stream().map(Knob::cost).max(Comparator.naturalOrder()).orElseThrow();
            this.turn = turn;
        }

        ChangeCost cost() {
            return cost;
        }
    }

    /// Adds a knob that takes effect by itself.
    ///
    /// @param value gives the present value
    /// @param turn makes a checked value take effect before it returns, or throws and leaves things as they were
    public void register(Knob knob, Supplier<Object> value, Consumer<Object> turn) {
        register(List.of(knob), _ -> value.get(), values -> turn.accept(Objects.requireNonNull(values.get(knob.id()))));
    }

    /// Adds knobs that take effect together.
    ///
    /// @param value gives the present value of the knob with this id
    /// @param turn is given a value for every knob of the group, the wanted one or the present one; it makes them take effect before it
    ///        returns, or throws and leaves all of them as they were
    public synchronized void register(List<Knob> knobs, Function<String, Object> value, Consumer<Configuration> turn) {
        for (Knob knob : knobs) {
            if (entries.containsKey(knob.id())) {
                throw new IllegalArgumentException("knob " + knob.id() + " is already registered");
            }
        }
        Group group = new Group(knobs, turn);
        knobs.forEach(knob -> entries.put(knob.id(), new Entry(knob, () -> value.apply(knob.id()), group)));
    }

    /// Takes knobs away, as when the device that they set has gone. A knob that is not there is no fault.
    public synchronized void remove(Collection<String> ids) {
        for (String id : ids) {
            entries.remove(id);
        }
    }

    /// Runs before a change takes effect; throwing refuses the change.
    public void beforeChange(Consumer<KnobChange> observer) {
        before.add(observer);
    }

    /// Runs after a change has taken effect.
    public void afterChange(Consumer<KnobChange> observer) {
        after.add(observer);
    }

    /// Is told of every change, first of the wish and then of what came of it; one turn at a time.
    public interface Listener {
        /// Before a change takes effect; throwing refuses the change.
        void before(KnobChange change);

        /// Once it was made, or failed and was turned back. Must not throw.
        void after(KnobChange change, KnobOutcome outcome);
    }

    public void listen(Listener listener) {
        before.add(listener::before);
        after.add(change -> listener.after(change, KnobOutcome.MADE));
        failed.add(change -> listener.after(change, KnobOutcome.FAILED));
    }

    public synchronized List<KnobState> states() {
        return entries.values().stream().map(entry -> new KnobState(entry.knob, entry.value.get())).toList();
    }

    public synchronized List<Knob> knobs() {
        return entries.values().stream().map(Entry::knob).toList();
    }

    public synchronized @Nullable Knob knob(String id) {
        Entry entry = entries.get(id);
        return entry == null ? null : entry.knob;
    }

    /// The present values of all knobs.
    public synchronized Configuration current() {
        TreeMap<String, Object> values = new TreeMap<>();
        entries.forEach((id, entry) -> values.put(id, entry.value.get()));
        return new Configuration(values);
    }

    /// The change with its values in their one form, or an IllegalArgumentException naming the first knob that is unknown or out of range
    /// and what is allowed. Nothing is turned.
    public synchronized Configuration check(Map<String, ?> change) {
        TreeMap<String, Object> checked = new TreeMap<>();
        change.forEach((id, raw) -> checked.put(id, check(id, raw)));
        return new Configuration(checked);
    }

    private Object check(String id, @Nullable Object raw) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("unknown knob '" + id + "'; known are " + String.join(", ", entries.keySet()));
        }
        if (raw == null) {
            throw new IllegalArgumentException("knob " + id + ": null is not allowed: " + entry.knob.allowed());
        }
        try {
            return entry.knob.check(raw);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("knob " + id + ": " + e.getMessage(), e);
        }
    }

    /// Those values of a configuration from another time or place whose knob exists here and takes them.
    ///
    /// @param left is told about each value that is left out and why
    public synchronized Configuration taken(Configuration stored, Consumer<String> left) {
        TreeMap<String, Object> taken = new TreeMap<>();
        stored.values().forEach((id, value) -> {
            try {
                taken.put(id, check(id, value));
            } catch (IllegalArgumentException e) {
                left.accept(String.valueOf(e.getMessage()));
            }
        });
        return new Configuration(taken);
    }

    /// Turns knobs, all or none.
    ///
    /// @return what was changed; knobs that already stood at the wanted value are left out
    public synchronized KnobChange turn(Map<String, ?> wanted, String by) {
        Configuration checked = check(wanted);
        Configuration current = current();
        Configuration moved = checked.changedFrom(current);
        KnobChange change = new KnobChange(current.only(moved.values().keySet()), moved, by);
        if (moved.values().isEmpty()) {
            return change;
        }
        before.forEach(observer -> observer.accept(change));
        try {
            takeEffect(current, moved);
        } catch (RuntimeException e) {
            failed.forEach(observer -> observer.accept(change));
            throw e;
        }
        after.forEach(observer -> observer.accept(change));
        return change;
    }

    private void takeEffect(Configuration current, Configuration moved) {
        List<Group> groups = moved.values().keySet().stream().map(this::group).distinct().sorted(DEAREST_FIRST).toList();
        Configuration wanted = current.with(moved);
        List<Group> turned = new ArrayList<>();
        try {
            for (Group group : groups) {
                group.turn.accept(wanted.only(group.ids));
                turned.add(group);
            }
        } catch (Throwable failure) {
            turned.reversed().forEach(group -> turnBack(group, current, failure));
            throw failure;
        }
    }

    private static void turnBack(Group group, Configuration current, Throwable failure) {
        try {
            group.turn.accept(current.only(group.ids));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private Group group(String id) {
        return Objects.requireNonNull(entries.get(id)).group;
    }
}
