package gpudyno.model.knob;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one registry of everything that can be turned on a node; settings, API, command line, optimizer and rollback all turn knobs here.
///
/// A change is checked whole before any knob moves: an unknown knob or a value out of range refuses all of it. Observers registered with
/// [#beforeChange] run first and can veto by throwing, which is how every change is journalled before it takes effect. If turning one knob
/// fails, those already turned are turned back and the failure is thrown.
public final class KnobRegistry {
    private final Map<String, Entry> entries = new TreeMap<>();
    private final List<Consumer<KnobChange>> before = new CopyOnWriteArrayList<>();
    private final List<Consumer<KnobChange>> after = new CopyOnWriteArrayList<>();
    private final List<Consumer<KnobChange>> failed = new CopyOnWriteArrayList<>();

    private record Entry(Knob knob, Supplier<Object> value, Consumer<Object> turn) {}

    /// Adds a knob.
    ///
    /// @param value gives the present value, canonical for the knob's type
    /// @param turn makes a checked value take effect before it returns
    public synchronized void register(Knob knob, Supplier<Object> value, Consumer<Object> turn) {
        if (entries.putIfAbsent(knob.id(), new Entry(knob, value, turn)) != null) {
            throw new IllegalArgumentException("knob " + knob.id() + " is already registered");
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

    /// The change with canonical values, or an IllegalArgumentException naming the first knob that is unknown or out of range and what is
    /// allowed. Nothing is turned.
    public synchronized Configuration check(Map<String, ?> change) {
        TreeMap<String, Object> checked = new TreeMap<>();
        change.forEach((id, raw) -> {
            Entry entry = entries.get(id);
            if (entry == null) {
                throw new IllegalArgumentException("unknown knob '" + id + "'; known are " + String.join(", ", entries.keySet()));
            }
            if (raw == null) {
                throw new IllegalArgumentException("knob " + id + ": null is not allowed: " + entry.knob.type().allowed());
            }
            try {
                checked.put(id, entry.knob.type().check(raw));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("knob " + id + ": " + e.getMessage(), e);
            }
        });
        return new Configuration(checked);
    }

    /// Turns knobs, all or none.
    ///
    /// @return what was changed; knobs that already stood at the wanted value are left out
    public synchronized KnobChange turn(Map<String, ?> wanted, String by) {
        Configuration checked = check(wanted);
        Configuration current = current();
        Configuration moved = checked.changedFrom(current);
        TreeMap<String, Object> was = new TreeMap<>();
        moved.values().keySet().forEach(id -> was.put(id, current.values().get(id)));
        KnobChange change = new KnobChange(new Configuration(was), moved, by);
        if (moved.values().isEmpty()) {
            return change;
        }
        before.forEach(observer -> observer.accept(change));
        List<String> turned = new ArrayList<>();
        try {
            for (Map.Entry<String, Object> move : moved.values().entrySet()) {
                turned.add(move.getKey());
                entry(move.getKey()).turn.accept(move.getValue());
            }
        } catch (RuntimeException e) {
            for (String id : turned.reversed()) {
                turnBack(id, was.get(id), e);
            }
            failed.forEach(observer -> observer.accept(change));
            throw e;
        }
        after.forEach(observer -> observer.accept(change));
        return change;
    }

    private void turnBack(String id, @Nullable Object value, RuntimeException cause) {
        try {
            entry(id).turn.accept(java.util.Objects.requireNonNull(value));
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private Entry entry(String id) {
        return java.util.Objects.requireNonNull(entries.get(id));
    }
}
