package gpudyno.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.cache.EmbeddingCache.Held;
import gpudyno.cache.SavedEntries.Model;
import gpudyno.cache.SavedEntries.UnusableException;
import gpudyno.model.meter.MeterRegistry;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SavedEntriesTest {
    private static final Model MODEL = new Model("model@1", 8, 16, 1_000);
    private static final Instant THEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration TTL = Duration.ofMinutes(10);
    /// Where the number of entries is: behind the magic, the name with its length, the dimensions and the time.
    private static final int COUNT_AT = 16 + 2 + MODEL.name().length() + 4 + 8;
    private final Random random = new Random(5);
    private final SavedEntries form = new SavedEntries(MODEL);

    private Held entry(Duration age) {
        float[] vector = new float[MODEL.dimensions()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextFloat(-1, 1);
        }
        return new Held(new TokenKey(random.ints(1 + random.nextInt(16), 0, 1_000).toArray()), new Embedding(vector), age);
    }

    private byte[] three() {
        return form.write(List.of(entry(Duration.ofMinutes(1)), entry(Duration.ofMinutes(9)), entry(Duration.ofMinutes(4))), THEN)
                .content();
    }

    private static byte[] json(Embedding embedding) {
        byte[] to = new byte[embedding.jsonLength()];
        embedding.writeJson(to, 0);
        return to;
    }

    private static byte[] sealed(byte[] content, ByteBuffer part, int at) throws Exception {
        byte[] body = Arrays.copyOf(content, content.length - 32);
        part.flip().get(body, at, part.limit());
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(body);
        byte[] whole = Arrays.copyOf(body, content.length);
        System.arraycopy(sum, 0, whole, body.length, sum.length);
        return whole;
    }

    private void refused(byte[] content, String why) {
        assertThatThrownBy(() -> form.read(content, THEN, TTL)).isInstanceOf(UnusableException.class).hasMessageContaining(why);
    }

    @Test
    void whatIsReadIsWhatWasWrittenOldestFirst() throws Exception {
        List<Held> entries = List.of(entry(Duration.ofMinutes(1)), entry(Duration.ofMinutes(5)), entry(Duration.ofMinutes(2)));
        SavedEntries.Written written = form.write(entries, THEN);
        assertThat(written.entries()).isEqualTo(3);
        SavedEntries.Read read = form.read(written.content(), THEN.plusSeconds(30), TTL);
        assertThat(read.expired()).isZero();
        assertThat(read.entries()).extracting(Held::key).containsExactly(entries.get(1).key(), entries.get(2).key(), entries.get(0).key());
        assertThat(read.entries().getFirst().age()).isEqualTo(Duration.ofMinutes(5).plusSeconds(30));
        assertThat(json(read.entries().getFirst().value())).isEqualTo(json(entries.get(1).value()));
    }

    @Test
    void anAgeGoesOnWhileNothingRuns() throws Exception {
        assertThat(form.read(three(), THEN, TTL).entries()).hasSize(3);
        SavedEntries.Read later = form.read(three(), THEN.plus(Duration.ofMinutes(6)), TTL);
        assertThat(later.entries()).hasSize(1);
        assertThat(later.expired()).isEqualTo(2);
        refusedAt(THEN.minusSeconds(1));
    }

    private void refusedAt(Instant now) {
        assertThatThrownBy(() -> form.read(three(), now, TTL)).isInstanceOf(UnusableException.class).hasMessageContaining("later than now");
    }

    @Test
    void aRestoredEntryLivesForTheRestOfItsTime() throws Exception {
        EmbeddingCache cache = new EmbeddingCache(new MeterRegistry(), 1 << 20, TTL);
        List<Held> entries = form.read(three(), THEN, TTL).entries();
        cache.restore(entries);
        for (Held entry : entries) {
            Duration age = cache.entry(entry.key()).orElseThrow().age();
            assertThat(age).isBetween(entry.age(), entry.age().plusSeconds(20));
        }
        assertThat(cache.held()).hasSize(3);
        cache.setTtl(Duration.ofMinutes(3));
        cache.put(new TokenKey(new int[]{1}), entries.getFirst().value());
        assertThat(cache.held()).extracting(Held::key).containsExactlyInAnyOrder(new TokenKey(new int[]{1}), entries.get(2).key());
    }

    @Test
    void everyCutAndEveryFlippedByteIsNoticed() {
        byte[] whole = three();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> form.read(cut, THEN, TTL)).as("cut at " + cut.length).isInstanceOf(UnusableException.class);
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            assertThatThrownBy(() -> form.read(flipped, THEN, TTL)).as("changed at " + at).isInstanceOf(UnusableException.class);
        }
        refused(Arrays.copyOf(whole, whole.length - 1), "checksum");
        refused(new byte[SavedEntries.MOST_BYTES + 1], "larger than 4 MiB");
        refused("some other file that is long enough to be one of these".getBytes(java.nio.charset.StandardCharsets.UTF_8), "no file of");
    }

    @Test
    void aFileOfAnotherModelIsRefused() {
        byte[] content = new SavedEntries(new Model("model@2", 8, 16, 1_000)).write(List.of(entry(TTL)), THEN).content();
        refused(content, "another model than model@1");
        byte[] wider = new SavedEntries(new Model("model@1", 4, 16, 1_000)).write(List.of(), THEN).content();
        refused(wider, "another model");
    }

    @Test
    void noNumberOfTheFileIsBelievedForItsChecksum() throws Exception {
        byte[] whole = three();
        refused(sealed(whole, ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE), COUNT_AT), "number of entries is 2147483647");
        refused(sealed(whole, ByteBuffer.allocate(4).putInt(-1), COUNT_AT), "number of entries is -1");
        refused(sealed(whole, ByteBuffer.allocate(4).putInt(9_999), COUNT_AT), "middle of an entry");
        refused(sealed(whole, ByteBuffer.allocate(4).putInt(2), COUNT_AT), "bytes follow");
        refused(sealed(whole, ByteBuffer.allocate(2).putShort((short) -1), COUNT_AT + 4 + 8), "number of token ids is 65535");
        refused(sealed(whole, ByteBuffer.allocate(4).putInt(1_000), COUNT_AT + 4 + 8 + 2), "token id is 1000");
        refused(sealed(whole, ByteBuffer.allocate(8).putLong(-5), COUNT_AT + 4), "age -5");
        refused(sealed(whole, ByteBuffer.allocate(2).putShort((short) -1), 16), "length of the model's name");
        assertThat(
                form.read(sealed(whole, ByteBuffer.allocate(8).putLong(Long.MAX_VALUE), COUNT_AT + 4), THEN.plusSeconds(5), TTL).expired())
                .isEqualTo(1);
    }

    @Test
    void itIsBoundedInEntriesAndBytesWithTheFirstKept() throws Exception {
        List<Held> many = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            many.add(new Held(new TokenKey(new int[]{i % 1_000, i / 1_000}), entry(Duration.ZERO).value(), Duration.ZERO));
        }
        SavedEntries.Written written = form.write(many, THEN);
        assertThat(written.entries()).isEqualTo(SavedEntries.MOST_ENTRIES);
        assertThat(form.read(written.content(), THEN, TTL).entries()).extracting(Held::key).contains(many.getFirst().key())
                .doesNotContain(many.get(SavedEntries.MOST_ENTRIES).key());
        SavedEntries wide = new SavedEntries(new Model("model@1", 384, 16, 1_000));
        Embedding vector = new Embedding(new float[384]);
        SavedEntries.Written large = wide
                .write(many.subList(0, 5_000).stream().map(one -> new Held(one.key(), vector, one.age())).toList(), THEN);
        assertThat(large.content().length).isBetween(4_000_000, SavedEntries.MOST_BYTES);
        assertThat(wide.read(large.content(), THEN, TTL).entries()).hasSize(large.entries());
    }
}
