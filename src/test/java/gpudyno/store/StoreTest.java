package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Area;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobOutcome;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunSettings;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.memory.Held;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Readings;
import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoreContents;
import gpudyno.model.node.StoredRecords;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionSummary;
import gpudyno.model.tune.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    /// As the first version made them.
    private static final String[] FIRST = {
        "CREATE TABLE frames (start INTEGER NOT NULL, millis INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (millis, start)) WITHOUT ROWID",
        "CREATE TABLE sessions (id INTEGER PRIMARY KEY, ended INTEGER NOT NULL, knobs_before TEXT NOT NULL, report TEXT NOT NULL)",
        "CREATE TABLE runs (id INTEGER PRIMARY KEY, started INTEGER NOT NULL, report TEXT NOT NULL)",
        "CREATE TABLE knob_journal (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL)",
        "CREATE TABLE events (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, severity TEXT NOT NULL, text TEXT NOT NULL)",
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"};

    @TempDir
    private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Store open() {
        DataFolder held = DataFolder.open(folder);
        open.add(held);
        Store store = Store.open(held);
        open.add(store);
        return store;
    }

    private void sql(String sql, Object... values) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Store.FILE));
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static SessionReport report(long id, Phase phase, int trials) {
        List<Trial> made = new ArrayList<>();
        return SessionReport.builder(id, "option-2", NOON).phase(phase, "Found " + id).progress(1).ended(NOON.plusSeconds(60)).trials(made)
                .notes(notes(trials)).build();
    }

    private static List<String> notes(int many) {
        return java.util.stream.IntStream.range(0, many).mapToObj(i -> "note " + i + " of a report that is long to read").toList();
    }

    private static Configuration knobs(long batch) {
        return Configuration.of(Map.of("serve.batch.maxSize", batch));
    }

    private static Frame frame() {
        return new Frame(1, NOON, Duration.ofSeconds(10), Map.of());
    }

    private static Run run(long id) {
        return new Run(id, NOON, null, new Scenario.Poisson(10, Duration.ofSeconds(5)), Workload.DEFAULT, null, "", RunSettings.USUAL);
    }

    /// Brings an empty file to a version as earlier programs did, then fills the tables as they were in the first.
    private void storeOfVersion(int version) throws SQLException {
        Path file = folder.resolve(Store.FILE);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String table : FIRST) {
                statement.execute(table);
            }
            statement.execute("PRAGMA user_version=1");
        }
        Database.open(file, Store.MIGRATIONS.subList(0, version)).close();
        String summary = version >= 3 ? ", summary" : "";
        String value = version >= 3 ? ", '" + Json.write(SessionSummary.of(report(1, Phase.FINISHED, 3))) + "'" : "";
        sql("INSERT INTO frames VALUES (?, ?, ?)", NOON.toEpochMilli(), 10_000, Json.write(frame()));
        sql("INSERT INTO sessions (id, ended, knobs_before, report" + summary + ") VALUES (1, 1, ?, ?" + value + ")", Json.write(knobs(4)),
                Json.write(report(1, Phase.FINISHED, 3)));
        sql("INSERT INTO runs VALUES (1, ?, ?)", NOON.toEpochMilli(), Json.write(run(1)));
        sql("INSERT INTO knob_journal (id, at, by, before, after) VALUES (1, ?, 'user', '{}', ?)", NOON.toEpochMilli(),
                Json.write(knobs(16)));
        sql("INSERT INTO events VALUES (1, ?, 'INFO', 'hello')", NOON.toEpochMilli());
        sql("INSERT INTO settings VALUES ('targets', 'option-1')");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aStoreOfEveryVersionOpensWithAllItHolds(int version) throws SQLException {
        storeOfVersion(version);
        for (int time = 0; time < 2; time++) {
            try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held)) {
                assertThat(store.setAside()).isEmpty();
                assertThat(store.frames().between(Duration.ofSeconds(10), NOON, NOON.plusSeconds(1))).containsExactly(frame());
                assertThat(store.sessions().report(1)).contains(report(1, Phase.FINISHED, 3));
                assertThat(store.sessions().summaries(10)).containsExactly(SessionSummary.of(report(1, Phase.FINISHED, 3)));
                assertThat(store.sessions().knobsBefore(1)).map(Configuration::toString).contains("serve.batch.maxSize=4");
                assertThat(store.runs().newest(10)).containsExactly(run(1));
                assertThat(store.knobs().last()).hasToString("serve.batch.maxSize=16");
                assertThat(store.events().newest(10)).extracting(Event::text).containsExactly("hello");
                assertThat(store.settings().get("targets")).contains("option-1");
                assertThat(store.unreadable()).isZero();
            }
        }
    }

    @Test
    void whatWasDoneAboutMemoryIsKeptWithItsEffectAndTheOldestIsDropped() {
        MemoryActionTable actions = open().memoryActions();
        MemoryAction trim = new MemoryAction(NOON, "host", MemoryAction.Kind.TRIM, "asked for", new Held(Held.Source.ARENA, 300, 100),
                new Held(Held.Source.ARENA, 120, 100), 4.5, null, 10.0, null, null);
        MemoryAction bound = new MemoryAction(NOON, "host", MemoryAction.Kind.BATCH_CAP, "90 % in use", null, null, 0, 16, null, null,
                null);
        actions.put(trim);
        actions.put(bound);
        actions.put(trim.with(12.0));
        assertThat(actions.newest(10)).containsExactly(trim.with(12.0), bound);
        assertThat(actions.newest(1).getFirst().freed()).isEqualTo(180);
        assertThat(actions.between(NOON, NOON.plusMillis(1))).hasSize(2);
        assertThat(actions.between(NOON.plusMillis(1), NOON.plusSeconds(9))).isEmpty();
        for (int i = 1; i <= MemoryActionTable.KEPT + 100; i++) {
            actions.put(new MemoryAction(NOON.plusSeconds(i), "host", MemoryAction.Kind.TRIM, "asked for", null, null, 1, null, null, null,
                    null));
        }
        assertThat(actions.newest(10_000)).hasSizeBetween(MemoryActionTable.KEPT, MemoryActionTable.KEPT + 100).doesNotContain(bound);
    }

    @Test
    void anAnomalyIsKeptAsItWasToldLastAndTheOldestAreDropped() {
        RecordTable<Anomaly> anomalies = open().anomalies();
        Anomaly first = anomaly(1, null);
        anomalies.put(1, first.from(), first);
        Anomaly ended = anomaly(1, NOON.plusSeconds(30));
        anomalies.put(1, ended.from(), ended);
        assertThat(anomalies.newest(10)).containsExactly(ended);
        assertThat(anomalies.between(NOON, NOON.plusMillis(1))).containsExactly(ended);
        assertThat(anomalies.between(NOON.plusMillis(1), NOON.plusSeconds(9))).isEmpty();
        for (int id = 2; id <= RecordTable.KEPT + 100; id++) {
            anomalies.put(id, NOON, anomaly(id, null));
        }
        assertThat(anomalies.lastId()).isEqualTo(RecordTable.KEPT + 100);
        assertThat(anomalies.newest(10_000)).hasSizeBetween(RecordTable.KEPT, RecordTable.KEPT + 100).doesNotContain(ended);
    }

    private static Anomaly anomaly(long id, @Nullable Instant to) {
        return new Anomaly(id, NOON, to, Anomaly.Kind.SPIKE, 0.9,
                List.of(new Anomaly.Part("latency.p95.ms", "p95", "ms", Area.SERVING, 900, 0, 200, 1, NOON)), false);
    }

    @Test
    void everyVersionIsOpenedAbove() {
        assertThat(Store.MIGRATIONS).as("add the new version to the test above").hasSize(9);
    }

    @Test
    void aStepThatFailsLeavesTheStoreAsItWas() throws SQLException {
        storeOfVersion(1);
        Path file = folder.resolve(Store.FILE);
        List<Database.Migration> broken = new ArrayList<>(Store.MIGRATIONS.subList(0, 1));
        broken.add(database -> {
            database.update("DROP TABLE events");
            database.update("CREATE TABLE sessions (id INTEGER)");
        });
        assertThatThrownBy(() -> Database.open(file, broken)).isInstanceOf(StoreException.class).hasMessageContaining(file.toString());
        assertThat(open().events().newest(1)).hasSize(1);
    }

    @Test
    void fiveHundredLongReportsAreListedInMilliseconds() {
        Store store = open();
        for (int i = 0; i < 500; i++) {
            store.sessions().save(report(store.sessions().begin(Configuration.EMPTY), Phase.FINISHED, 5_000));
        }
        store.sessions().summaries(500);
        long begun = System.nanoTime();
        List<SessionSummary> listed = store.sessions().summaries(500);
        long listing = System.nanoTime() - begun;
        begun = System.nanoTime();
        listed.stream().limit(10).forEach(summary -> store.sessions().report(summary.id()));
        long tenReports = System.nanoTime() - begun;
        System.out.printf("500 summaries: %.1f ms; 10 whole reports: %.1f ms%n", listing / 1e6, tenReports / 1e6);
        assertThat(listed).hasSize(500).first().isEqualTo(SessionSummary.of(report(500, Phase.FINISHED, 5_000)));
        // No time of its own: a busy machine slows both alike.
        assertThat(listing).isLessThan(10 * tenReports + TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void onlyChangesThatWereMadeCountForWhereTheKnobsStand() {
        Store store = open();
        KnobJournal journal = store.knobs();
        journal.end(journal.begin(NOON, new KnobChange(Configuration.EMPTY, knobs(4), "user")), KnobOutcome.MADE);
        journal.end(journal.begin(NOON.plusSeconds(1), new KnobChange(knobs(4), knobs(64), "user")), KnobOutcome.FAILED);
        journal.begin(NOON.plusSeconds(2), new KnobChange(knobs(4), knobs(128), "session 3"));
        assertThat(journal.last()).hasToString("serve.batch.maxSize=4");
        assertThat(journal.endCutOff()).extracting(KnobChange::by).containsExactly("session 3");
        assertThat(journal.endCutOff()).isEmpty();
    }

    @Test
    void aChangeWrittenDownLateCountsFromWhenItWasMade() {
        Store store = open();
        KnobJournal journal = store.knobs();
        journal.end(journal.begin(NOON.plusSeconds(5), new KnobChange(Configuration.EMPTY, knobs(4), "user")), KnobOutcome.MADE);
        journal.add(NOON, new KnobChange(Configuration.EMPTY, knobs(64), "session 1"), KnobOutcome.MADE);
        assertThat(journal.last()).hasToString("serve.batch.maxSize=4");
        // The clock was set back by an hour.
        journal.end(journal.begin(NOON.minusSeconds(3600), new KnobChange(knobs(4), knobs(8), "user")), KnobOutcome.MADE);
        assertThat(journal.last()).hasToString("serve.batch.maxSize=8");
    }

    @Test
    void aJournalOfAnyLengthIsFoldedAndStillSaysWhereTheKnobsStand() throws SQLException {
        Store store = open();
        KnobJournal journal = store.knobs();
        journal.end(journal.begin(NOON, new KnobChange(Configuration.EMPTY, Configuration.of(Map.of("cache.enabled", false)), "user")),
                KnobOutcome.MADE);
        sql("WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 20999) INSERT INTO knob_journal SELECT i, ?, 'user',"
                + " '{}', '{\"serve.batch.maxSize\":' || (i % 64 + 1) || '}', CASE i % 3 WHEN 0 THEN 'failed' ELSE 'made' END FROM n",
                NOON.toEpochMilli());
        Configuration before = journal.last();
        long wish = journal.begin(NOON, new KnobChange(before, knobs(3), "user"));
        assertThat(journal.last()).isEqualTo(before);
        journal.end(wish, KnobOutcome.MADE);
        assertThat(journal.last()).hasToString("cache.enabled=false serve.batch.maxSize=3");
        assertThat(count("knob_journal")).isLessThanOrEqualTo(KnobJournal.KEPT + KnobJournal.SLACK);
    }

    @Test
    void theOldestEventsRunsAndSessionsAreDropped() throws SQLException {
        Store store = open();
        sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15099) INSERT INTO events SELECT i, 0, 'INFO', i FROM n");
        sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) INSERT INTO runs SELECT i, 0, ? FROM n",
                Json.write(run(1)));
        sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) INSERT INTO sessions SELECT i, i <> 7, '{}',"
                + " 'x', 'x' FROM n");
        store.events().add(new Event(NOON, Severity.INFO, "newest"));
        long run = store.runs().begin(NOON, new Scenario.Poisson(10, Duration.ofSeconds(5)), Workload.DEFAULT, RunSettings.USUAL).id();
        store.sessions().begin(knobs(1));
        assertThat(count("events")).as("after one slice").isEqualTo(15_100 - Retention.SLICE);
        for (RecordKind kind : List.of(RecordKind.EVENTS, RecordKind.RUNS, RecordKind.SESSIONS)) {
            dropAll(store, kind);
        }
        assertThat(count("events")).isEqualTo(Math.toIntExact(RecordKind.EVENTS.usual()));
        assertThat(store.events().newest(1)).extracting(Event::text).containsExactly("newest");
        assertThat(count("runs")).isEqualTo(Math.toIntExact(RecordKind.RUNS.usual()));
        assertThat(store.runs().run(run)).isPresent();
        // The one that has not ended stays.
        assertThat(count("sessions")).isEqualTo(Math.toIntExact(RecordKind.SESSIONS.usual()) + 1);
    }

    private static int dropAll(Store store, RecordKind kind) {
        int slices = 0;
        while (store.drop(kind, NOON) > 0) {
            slices++;
        }
        return slices;
    }

    @Test
    void aLimitThatIsLoweredDropsInSlicesAndIsKeptOverARestart() throws Exception {
        Store store = open();
        sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO events SELECT i, 0, 'INFO', i FROM n");
        assertThat(dropAll(store, RecordKind.EVENTS)).as("as long as the usual number is kept").isZero();
        store.retention().set(RecordKind.EVENTS, 1_000);
        assertThat(dropAll(store, RecordKind.EVENTS)).isEqualTo(4_000 / Retention.SLICE);
        assertThat(count("events")).isEqualTo(1_000);
        assertThat(store.events().newest(1)).extracting(Event::text).containsExactly("5000");
        store.close();
        open.removeLast();
        open.removeLast().close();
        assertThat(open().retention().limit(RecordKind.EVENTS)).isEqualTo(1_000);
    }

    @Test
    void framesBeyondALimitAreDroppedOfTheirTierAlone() {
        Store store = open();
        Duration ten = Duration.ofSeconds(10);
        Duration five = Duration.ofMinutes(5);
        for (int hour = 0; hour < 480; hour++) {
            Instant start = NOON.minus(Duration.ofHours(hour));
            store.frames().add(ten, new Frame(hour, start, ten, Readings.of(Map.of())));
            store.frames().add(five, new Frame(hour, start, five, Readings.of(Map.of())));
        }
        store.retention().set(RecordKind.TEN_SECONDS, 4);
        assertThat(dropAll(store, RecordKind.TEN_SECONDS)).isEqualTo(2);
        assertThat(store.frames().between(ten, Instant.EPOCH, NOON.plusSeconds(1))).hasSize(4 * 24 + 1);
        assertThat(store.frames().between(five, Instant.EPOCH, NOON.plusSeconds(1))).hasSize(480);
    }

    @Test
    void aLimitOutsideItsBoundsIsRefusedAndOneThatWasStoredIsNotUsed() throws Exception {
        Store store = open();
        assertThatThrownBy(() -> store.retention().set(RecordKind.RUNS, 49)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Load runs: from 50 to 5000 newest, got 49");
        assertThatThrownBy(() -> store.retention().set(RecordKind.KNOB_CHANGES, 5)).hasMessageContaining("always 10000 newest");
        store.settings().set("kept.traces", "9");
        store.close();
        open.removeLast();
        open.removeLast().close();
        Store again = open();
        assertThat(again.retention().limit(RecordKind.TRACES)).isEqualTo(2_500);
        assertThat(again.settings().get("kept.traces.unreadable")).contains("9");
    }

    @Test
    void theContentsTellRowsAndBytesOfEachKind() throws Exception {
        Store store = open();
        sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO events"
                + " SELECT i, i * 1000, 'INFO', 'a text of some length ' || i FROM n");
        StoreContents contents = store.contents();
        assertThat(contents.kinds()).extracting(StoredRecords::kind).containsExactly(RecordKind.values());
        StoredRecords events = contents.of(RecordKind.EVENTS).orElseThrow();
        assertThat(events.rows()).isEqualTo(5_000);
        assertThat(events.bytes()).isBetween(5_000L * 35, 5_000L * 60);
        assertThat(events.oldest()).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(events.bytesAtLimit(NOON)).hasValue(Math.round(events.bytes() * 2.0));
        assertThat(contents.kinds().stream().filter(StoredRecords::counted)).as("whether this SQLite counts pages").isNotEmpty();
        assertThat(contents.fileBytes()).isPositive();
        StoredRecords runs = contents.of(RecordKind.RUNS).orElseThrow();
        assertThat(runs.rows()).isZero();
        assertThat(runs.oldest()).isNull();
        assertThat(runs.bytesAtLimit(NOON)).isEmpty();
    }

    private int count(String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Store.FILE));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.getInt(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":", "{}", "[]", "null", "", "not json"})
    void aRowThatCannotBeReadIsLeftOutToldOfAndKept(String damage) throws SQLException {
        Store store = open();
        List<String> told = new ArrayList<>();
        Run kept = store.runs().begin(NOON, new Scenario.Poisson(10, Duration.ofSeconds(5)), Workload.DEFAULT, RunSettings.USUAL);
        store.runs().begin(NOON, new Scenario.Poisson(10, Duration.ofSeconds(5)), Workload.DEFAULT, RunSettings.USUAL);
        for (int i = 0; i < 2; i++) {
            store.sessions().save(report(store.sessions().begin(knobs(i + 1)), Phase.FINISHED, 1));
            store.events().add(new Event(NOON, Severity.INFO, "event " + i));
            store.frames().add(Duration.ofSeconds(10), new Frame(i, NOON.plusSeconds(10L * i), Duration.ofSeconds(10), Map.of()));
        }
        store.knobs().add(NOON, new KnobChange(Configuration.EMPTY, knobs(4), "user"), KnobOutcome.MADE);
        store.knobs().add(NOON, new KnobChange(Configuration.EMPTY, knobs(5), "user"), KnobOutcome.MADE);
        store.settings().set("meters", "{}");
        sql("UPDATE runs SET report = ? WHERE id = 2", damage);
        sql("UPDATE sessions SET summary = ?, report = ? WHERE id = 2", damage.isEmpty() ? "?" : damage, damage.isEmpty() ? "?" : damage);
        sql("UPDATE events SET severity = ? WHERE id = 2", damage);
        sql("UPDATE packed_frames SET body = ? WHERE start > ?", damage, NOON.toEpochMilli());
        sql("UPDATE knob_journal SET after = ? WHERE id = 2", damage.equals("{}") ? "[]" : damage);
        sql("UPDATE settings SET value = ?", damage);
        store.onUnreadable(told::add);

        assertThat(store.runs().newest(10)).containsExactly(kept);
        assertThat(store.runs().run(2)).isEmpty();
        assertThat(store.sessions().summaries(10)).extracting(SessionSummary::id).containsExactly(1L);
        assertThat(store.sessions().newest()).map(SessionReport::id).contains(1L);
        assertThat(store.sessions().report(2)).isEmpty();
        assertThat(store.events().newest(10)).extracting(Event::text).containsExactly("event 0");
        assertThat(store.frames().between(Duration.ofSeconds(10), NOON, NOON.plusSeconds(60))).hasSize(1);
        assertThat(store.knobs().last()).hasToString("serve.batch.maxSize=4");
        assertThat(store.settings().get("meters", Run.class)).isEmpty();
        assertThat(store.settings().get("meters.unreadable")).contains(damage);

        assertThat(told).hasSize(6).anySatisfy(line -> assertThat(line).contains("table runs", ": 2 ("))
                .anySatisfy(line -> assertThat(line).contains("table sessions"))
                .anySatisfy(line -> assertThat(line).contains("table events"))
                .anySatisfy(line -> assertThat(line).contains("table frames")).anySatisfy(line -> assertThat(line).contains("knob_journal"))
                .anySatisfy(line -> assertThat(line).contains("table settings", "meters"));
        assertThat(store.unreadable()).isEqualTo(6);
        assertThat(count("runs")).isEqualTo(2);
        assertThat(count("sessions")).isEqualTo(2);
    }

    @Test
    void aSessionOfAnEarlierVersionThatCannotBeReadIsKeptAndStopsNothing() throws SQLException {
        storeOfVersion(1);
        sql("INSERT INTO sessions VALUES (2, 0, ?, '{\"id\":2')", Json.write(knobs(4)));
        Store store = open();
        assertThat(store.sessions().summaries(10)).extracting(SessionSummary::id).containsExactly(1L);
        assertThat(store.sessions().unfinished()).singleElement()
                .hasToString("Unfinished[id=2, report=Optional.empty, knobsBefore=Optional[serve.batch.maxSize=4]]");
        store.sessions().end(2);
        assertThat(store.sessions().unfinished()).isEmpty();
        assertThat(count("sessions")).isEqualTo(2);
    }

    @Test
    void aDamagedFileIsKeptAsideAndNamed() throws IOException {
        Files.writeString(folder.resolve(Store.FILE), "this is not a database ".repeat(500));
        assertThat(open().setAside()).get().asString().contains(folder.resolve(Store.FILE).toString(), "damaged");
    }

    @Test
    void nobodyElseMayReadAStore() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("earlier.yaml"), "secret: 1");
        Files.setPosixFilePermissions(folder.resolve("earlier.yaml"), PosixFilePermissions.fromString("r--r--r--"));
        Store store = open();
        store.events().add(new Event(NOON, Severity.INFO, "so that the log of changes is there"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
                        .isEqualTo(file.endsWith("earlier.yaml") ? "r--------" : "rw-------");
            }
        }
        assertThat(folder.resolve(Store.FILE + "-wal")).exists();
    }
}
