package gpudyno.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gpudyno.cache.Embedding;
import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.TokenKey;
import gpudyno.cache.shared.Found;
import gpudyno.cache.shared.Lead;
import gpudyno.cache.shared.ShardState;
import gpudyno.cache.shared.SharedCache;
import gpudyno.cache.shared.SharedKeys;
import gpudyno.cache.shared.SharedListener;
import gpudyno.cache.shared.SharedSettings;
import gpudyno.cache.shared.Swept;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.serve.backend.ModelCard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The vectors of one model in the cache that nodes share. A vector lies there as little-endian 32-bit floats under the digest of its token
/// ids; L1 keeps it as answers need it.
final class SharedVectors implements AutoCloseable {
    private final SharedCache shared;
    private final SharedKeys keys;
    private final int dimensions;
    private final EmbeddingCache l1;
    private final BooleanSupplier bypassed;
    /// Which entry of L1 a shared key stands for. Weak: an entry that L1 has given up needs no name.
    private final Cache<String, TokenKey> named = Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    /// What the shared tier knows of an input that is to be computed.
    ///
    /// @param stamp of its lookup
    /// @param token of the lock that this node has set for it; null if it set none
    record Ticket(String key, long stamp, @Nullable String token) {}

    /// @param revision what tells two models of one name apart
    /// @param bypassed true while nothing is to be read or stored: a tuning session measures each setting with a cache in a known state
    SharedVectors(SharedSettings settings, MeterRegistry meters, EmbeddingCache l1, ModelCard model, String revision,
            BooleanSupplier bypassed,
            Consumer<String> say) {
        this.l1 = l1;
        this.bypassed = bypassed;
        dimensions = model.dimensions();
        keys = SharedKeys.of(settings.namespace(), model.name(), revision);
        shared = new SharedCache(settings, meters, new SharedListener() {
            @Override
            public void drop(List<String> changed) {
                for (String key : changed) {
                    TokenKey entry = named.getIfPresent(key);
                    if (entry != null) {
                        l1.remove(entry);
                    }
                }
            }

            @Override
            public void dropAll() {
                l1.clear();
            }

            @Override
            public void boundAge(Optional<Duration> most) {
                l1.boundAge(most);
            }
        }, say);
    }

    /// Looks up what L1 does not have, and fills it with what is found.
    ///
    /// @param found receives the vectors; only places that are null are looked up
    /// @param due receives the inputs that are to be computed anew although they were found
    /// @return for each input that is still missing its ticket; null where it is there, or where the tier is bypassed
    @Nullable
    Ticket[] lookUp(List<TokenKey> inputs, @Nullable Embedding[] found, List<TokenKey> due) {
        @Nullable
        Ticket[] tickets = new Ticket[found.length];
        if (bypassed.getAsBoolean()) {
            return tickets;
        }
        List<Integer> missing = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i] == null) {
                missing.add(i);
                asked.add(key(inputs.get(i)));
            }
        }
        if (missing.isEmpty()) {
            return tickets;
        }
        List<Found> answers = shared.getAll(asked);
        for (int i = 0; i < answers.size(); i++) {
            int index = missing.get(i);
            Found answer = answers.get(i);
            Optional<Embedding> embedding = answer.value().flatMap(this::vector).map(Embedding::new);
            if (embedding.isEmpty()) {
                tickets[index] = new Ticket(asked.get(i), answer.stamp(), null);
                continue;
            }
            found[index] = embedding.get();
            fill(inputs.get(index), embedding.get(), asked.get(i), answer.stamp());
            if (answer.due()) {
                due.add(inputs.get(index));
            }
        }
        return tickets;
    }

    /// The ticket of an input that is computed anew.
    Ticket renewal(TokenKey input) {
        String key = key(input);
        return new Ticket(key, shared.stamp(key), null);
    }

    /// Sets the locks of these inputs, which have tickets.
    ///
    /// @return those that another node is computing already
    List<Item> leaveToOthers(List<Item> items) {
        Lead lead = shared.lead(items.stream().map(item -> ticketOf(item).key).toList());
        List<Item> elsewhere = new ArrayList<>();
        for (Item item : items) {
            Ticket ticket = ticketOf(item);
            if (lead.awaited().contains(ticket.key)) {
                elsewhere.add(item);
            } else {
                item.ticket(new Ticket(ticket.key, ticket.stamp, lead.tokens().get(ticket.key)));
            }
        }
        return elsewhere;
    }

    private static Ticket ticketOf(Item item) {
        return Objects.requireNonNull(item.ticket());
    }

    /// Waits for a vector that another node computes.
    ///
    /// @return whether it came
    boolean receive(Item item, Duration most) {
        Optional<float[]> vector = shared.await(ticketOf(item).key, most).flatMap(this::vector);
        vector.ifPresent(item::receive);
        return vector.isPresent();
    }

    /// Takes in a vector that was computed here: into L1, then to the other nodes.
    ///
    /// @param nanos what it took
    void store(TokenKey input, float[] vector, Embedding embedding, Ticket ticket, long nanos) {
        fill(input, embedding, ticket.key, ticket.stamp);
        ByteBuffer body = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        body.asFloatBuffer().put(vector);
        var _ = shared.put(ticket.key, body.array(), Duration.ofNanos(nanos));
        if (ticket.token != null) {
            shared.release(ticket.key, ticket.token);
        }
    }

    /// Puts a vector into L1, unless its key was invalidated since its lookup.
    void fill(TokenKey input, Embedding embedding, String key, long stamp) {
        named.put(key, input);
        l1.put(input, embedding);
        if (!shared.isCurrent(key, stamp)) {
            l1.remove(input);
        }
    }

    private String key(TokenKey input) {
        ByteBuffer ids = ByteBuffer.allocate(Integer.BYTES * input.length());
        ids.asIntBuffer().put(input.ids());
        return keys.of(ids.array());
    }

    /// Empty if these are not as many finite floats as the model gives.
    private Optional<float[]> vector(byte[] body) {
        if (body.length != Float.BYTES * dimensions) {
            return Optional.empty();
        }
        float[] vector = new float[dimensions];
        ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                return Optional.empty();
            }
        }
        return Optional.of(vector);
    }

    /// How long to wait for another node, of the time a request has left: half of it is kept for computing.
    static Duration patience(long nanosLeft) {
        return Duration.ofMillis(Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanosLeft) / 2));
    }

    /// Deletes for all nodes what matches.
    ///
    /// @param pattern of what follows the namespace, as `model@revision:digest`
    Swept invalidate(String pattern, boolean dryRun) {
        return shared.invalidate(pattern, dryRun);
    }

    /// Deletes the vectors of inputs for all nodes, or only looks which are there.
    Swept invalidate(Collection<TokenKey> inputs, boolean dryRun) {
        long there = inputs.stream().map(this::key)
                .filter(key -> dryRun ? shared.getAll(List.of(key)).getFirst().value().isPresent() : shared.delete(key)).count();
        return new Swept(inputs.size(), there, shared.state().stream().allMatch(ShardState::used));
    }

    List<ShardState> state() {
        return shared.state();
    }

    boolean isWhole() {
        return shared.isWhole();
    }

    @Override
    public void close() {
        shared.close();
    }
}
