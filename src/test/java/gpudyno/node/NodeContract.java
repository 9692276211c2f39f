package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.Silence;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Spend;
import gpudyno.model.foresight.Watched;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.SloVerdict;
import gpudyno.model.load.Workload;
import gpudyno.model.machine.Finding;
import gpudyno.model.machine.Machine;
import gpudyno.model.meter.ForesightMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Sample;
import gpudyno.model.node.Event;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoredRecords;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.StageSpan;
import gpudyno.model.trace.Trace;
import gpudyno.model.trace.TraceQuery;
import gpudyno.model.trace.TraceSummary;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Trial;
import gpudyno.simulate.LlmServer;
import gpudyno.simulate.LlmSettings;
import gpudyno.watch.RuleFile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What every node keeps, local or remote.
abstract class NodeContract extends CacheContract {
    @Test
    void itsMachineIsLookedAt() {
        Machine machine = node.surroundings().look();
        assertThat(machine.findings()).extracting(Finding::subject).contains("Model", "Storage", "Redis");
        assertThat(machine.findings()).filteredOn(finding -> finding.subject().equals("Port")).singleElement()
                .satisfies(port -> assertThat(port.meaning()).isEqualTo("this node listens"));
    }

    @Test
    void anEndpointIsScrapedUntilItIsNoLongerWanted() throws Exception {
        try (LlmServer scraped = new LlmServer(0, LlmSettings.DEFAULT)) {
            URI metrics = URI.create("http://127.0.0.1:" + scraped.port() + "/metrics");
            String name = node.customMeters().scrape(metrics, "simulated");
            assertThat(node.customMeters().scrape(metrics, "other")).as("scraped already").isEqualTo(name);
            await().untilAsserted(() -> assertThat(node.customMeters().scraped()).singleElement().satisfies(one -> {
                assertThat(one.outcome()).contains("samples");
                assertThat(one.failing()).isFalse();
            }));
            assertThat(node.frames().meters()).extracting(Meter::id).anyMatch(id -> id.startsWith("simulated.vllm."));
            node.customMeters().stopScraping(name);
            assertThat(node.customMeters().scraped()).isEmpty();
            assertThatThrownBy(() -> node.customMeters().stopScraping(name)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
            assertThatThrownBy(() -> node.customMeters().scrape(metrics, "No Word")).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lower-case letters");
        }
    }

    private Object value(String knob) {
        return node.knobs().states().stream().filter(state -> state.knob().id().equals(knob)).map(KnobState::value).findFirst()
                .orElseThrow();
    }

    private Subscription frames(Consumer<Frame> consumer) {
        return node.changes().subscribe(0, change -> change.as(Frames.FRAME).ifPresent(consumer));
    }

    @Test
    void framesArriveInOrderWithoutGaps() {
        List<Frame> seen = new CopyOnWriteArrayList<>();
        try (Subscription subscription = frames(seen::add)) {
            await().atMost(Duration.ofSeconds(15)).until(() -> seen.size() >= 3);
            for (int i = 1; i < seen.size(); i++) {
                assertThat(seen.get(i).sequence()).isEqualTo(seen.get(i - 1).sequence() + 1);
            }
            assertThat(seen.getLast().gauge(Meters.RESIDENT.id())).isPositive();
            assertThat(subscription.dropped()).isZero();
        }
        assertThat(node.frames().history(Instant.now().minusSeconds(60), Instant.now(), Duration.ofSeconds(1), Set.of())).isNotEmpty();
    }

    @Test
    void historyHoldsTheMetersAskedForAlone() {
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            List<Frame> some = node.frames().history(Instant.now().minusSeconds(60), Instant.now(), Duration.ofSeconds(1),
                    Set.of(Meters.RESIDENT.id(), "no.such.meter"));
            assertThat(some).isNotEmpty().allMatch(frame -> frame.readings().meters().equals(Set.of(Meters.RESIDENT.id())));
        });
    }

    @Test
    void aSlowListenerNeverBlocksTheNode() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        List<Frame> slowSaw = new CopyOnWriteArrayList<>();
        List<Frame> seen = new CopyOnWriteArrayList<>();
        try (Subscription slow = frames(frame -> {
            slowSaw.add(frame);
            holding.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            holding.await();
            try (Subscription quick = frames(seen::add)) {
                await().atMost(Duration.ofSeconds(15)).until(() -> seen.size() >= 3);
                assertThat(quick.dropped()).isZero();
            }
            assertThat(slowSaw).hasSize(1);
            release.countDown();
            // What waited for it is less than it has room for.
            await().atMost(Duration.ofSeconds(15)).until(() -> slowSaw.getLast().sequence() >= seen.getLast().sequence());
            assertThat(slow.dropped()).isZero();
        } finally {
            release.countDown();
        }
    }

    @Test
    void whoListensIsToldHowThingsStandAndWhatChanges() {
        List<Change> heard = new CopyOnWriteArrayList<>();
        String before = node.journal().targets();
        try (Subscription subscription = node.changes().subscribe(0, heard::add)) {
            await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
                assertThat(said(heard, Node.INFO)).isNotEmpty();
                assertThat(said(heard, Knobs.STATES).getLast().knobs()).hasSameSizeAs(node.knobs().states());
                assertThat(said(heard, Journal.TARGETS)).containsExactly(new Journal.Targets(before));
                assertThat(said(heard, Journal.READINESS)).isNotEmpty();
                assertThat(said(heard, Journal.EVENTS)).isNotEmpty();
                assertThat(said(heard, Alerting.LOUD)).isNotEmpty();
                assertThat(said(heard, Alerting.BOARD)).isNotEmpty();
            });
            node.journal().setTargets("option-3");
            node.knobs().turn(Map.of("serve.batch.maxDelay", 3), "listener");
            node.knobs().turn(Map.of("serve.batch.maxDelay", 0), "listener");
            long run = node.runs().start(new Scenario.Constant(20, Duration.ofSeconds(2)), Workload.DEFAULT);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(said(heard, Journal.TARGETS)).endsWith(new Journal.Targets("option-3"));
                assertThat(said(heard, Journal.EVENT)).anyMatch(event -> event.text().contains("Turned by listener"));
                assertThat(said(heard, Runs.PROGRESS)).anyMatch(one -> one.id() == run && one.ended() == null)
                        .anyMatch(one -> one.id() == run && one.ended() != null && one.report() != null);
                assertThat(said(heard, Journal.ACTIVITY)).anyMatch(busy -> busy.activity() != null && busy.activity().id() == run);
                assertThat(said(heard, Journal.ACTIVITY).getLast().activity()).isNull();
                assertThat(said(heard, Knobs.STATES)).hasSizeGreaterThanOrEqualTo(3);
            });
            List<Long> numbers = heard.stream().map(Change::sequence).toList();
            assertThat(numbers).isSorted();
            assertThat(subscription.dropped()).isZero();
        } finally {
            node.journal().setTargets(before);
        }
    }

    private static <T> List<T> said(List<Change> heard, Topic<T> topic) {
        return heard.stream().flatMap(change -> change.as(topic).stream()).toList();
    }

    @Test
    void whatComesNextIsForecastAndTheForecastsAreMeters() {
        List<Foresight.Board> told = new CopyOnWriteArrayList<>();
        try (Subscription subscription = node.changes().subscribe(0, change -> change.as(Foresight.BOARD).ifPresent(told::add))) {
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
                assertThat(node.foresight().outlooks()).anySatisfy(outlook -> {
                    assertThat(outlook.meter()).isEqualTo("memory.percent");
                    assertThat(outlook.ahead()).hasSameSizeAs(ForesightMeters.HORIZONS).allSatisfy(ahead -> {
                        assertThat(ahead.value()).isBetween(ahead.low95(), ahead.high95());
                        assertThat(ahead.low80()).isBetween(ahead.low95(), ahead.high80());
                    });
                });
                assertThat(told).anyMatch(board -> !board.outlooks().isEmpty());
                assertThat(node.frames().history(Instant.now().minusSeconds(20), Instant.now(), Duration.ofSeconds(1), Set.of()))
                        .anyMatch(frame -> Double.isFinite(frame.gauge(ForesightMeters.FORECAST.series("memory.percent", "30m"))));
            });
            assertThat(subscription.dropped()).isZero();
        }
        assertThat(node.foresight().board().health().score()).isBetween(0, 100);
    }

    @Test
    void metersAreWatchedAndARefusalNamesThem() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(node.foresight().watched()).extracting(Watched::meter).contains("latency.p95.ms", "host.cpu.percent"));
        assertThatThrownBy(() -> node.foresight().course("no.such{meter}")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no.such{meter}").hasMessageContaining("latency.p95.ms");
        assertThat(node.foresight().course("memory.percent{host}")).allSatisfy(point -> assertThat(point.score()).isBetween(0.0, 1.0));
        assertThatThrownBy(() -> node.foresight().expected(1_000_000)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000000");
        Instant now = Instant.now();
        assertThat(node.foresight().anomalies(now.minusSeconds(60), now)).isEmpty();
        assertThat(node.foresight().incidents(now.minusSeconds(60), now)).isEmpty();
        assertThatThrownBy(() -> node.foresight().incidents(now, now.minusSeconds(60))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends after it begins");
    }

    @Test
    void whatIsKeptIsToldAndItsLimitsAreSetWithinTheirBounds() {
        assertThat(node.journal().contents().kinds()).extracting(StoredRecords::kind).containsExactly(RecordKind.values());
        node.journal().keep(RecordKind.TRACES, 700);
        assertThat(node.journal().contents().of(RecordKind.TRACES).orElseThrow().limit()).isEqualTo(700);
        assertThat(node.journal().events()).extracting(Event::text).contains("Traces: 700 newest of each kind are kept, before 2500");
        assertThatThrownBy(() -> node.journal().keep(RecordKind.TRACES, 5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 100 to 25000");
        node.journal().keep(RecordKind.TRACES, RecordKind.TRACES.usual());
    }

    @Test
    void withoutACollectorATestSpanIsSentNowhereAndThatIsTold() {
        assertThat(node.traces().tryExport()).startsWith("Traces are sent to no collector");
    }

    @Test
    void knobsTurnAllOrNoneAndARefusalNamesWhatIsAllowed() {
        Object before = value("serve.batch.maxSize");
        assertThatThrownBy(() -> node.knobs().turn(Map.of("serve.batch.maxSize", 8, "serve.queue.limit", 0), "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("serve.queue.limit").hasMessageContaining("1 to 4096");
        assertThatThrownBy(() -> node.knobs().turn(Map.of("no.such.knob", 1), "test")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no.such.knob");
        assertThat(value("serve.batch.maxSize")).isEqualTo(before);
        assertThat(node.knobs().turn(Map.of("serve.batch.maxSize", 8), "test").after().values()).hasSize(1);
        assertThat(((Number) value("serve.batch.maxSize")).longValue()).isEqualTo(8);
        node.knobs().turn(Map.of("serve.batch.maxSize", before), "test");
    }

    @Test
    void everyChangeOfKnobsIsAVersionToGoBackTo() {
        Object before = value("serve.batch.maxSize");
        node.knobs().turn(Map.of("serve.batch.maxSize", 5), "first");
        node.knobs().turn(Map.of("serve.batch.maxSize", 6, "serve.batch.maxDelay", 11), "second");
        List<KnobSet> sets = node.knobs().past(2);
        assertThat(sets).extracting(set -> set.change().by()).containsExactly("second", "first");
        assertThat(sets.getFirst().version()).isGreaterThan(sets.getLast().version());
        assertThat(sets.getFirst().values().values()).containsKeys("serve.queue.limit").containsEntry("serve.batch.maxSize", 6L);
        assertThat(sets.getLast().values().values()).containsEntry("serve.batch.maxSize", 5L);
        node.knobs().turn(sets.getLast().values().values(), "restored v" + sets.getLast().version());
        assertThat(value("serve.batch.maxSize")).isEqualTo(5L);
        assertThat(node.knobs().past(1)).singleElement().satisfies(set -> assertThat(set.values()).isEqualTo(sets.getLast().values()));
        assertThatThrownBy(() -> node.knobs().past(501)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 to 500");
        node.knobs().turn(Map.of("serve.batch.maxSize", before), "test");
    }

    @Test
    void aRunLoadsTheNodeAndIsReported() {
        long id = node.runs().start(new Scenario.Constant(20, Duration.ofSeconds(2)), Workload.DEFAULT);
        assertThatThrownBy(() -> node.runs().start(new Scenario.Constant(20, Duration.ofSeconds(1)), Workload.DEFAULT))
                .isInstanceOf(IllegalStateException.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> node.runs().run(id).orElseThrow().ended() != null);
        RunReport report = Objects.requireNonNull(node.runs().run(id).orElseThrow().report());
        assertThat(node.runs().list().getFirst().id()).isEqualTo(id);
        assertThat(report.achieved().requests()).isEqualTo(40);
        itsRequestsAreTraced(id);
        await().atMost(Duration.ofSeconds(5)).until(() -> node.journal().activity().isEmpty());
        RunTally tally = node.runs().tally(id).orElseThrow();
        assertThat(tally.ended()).isTrue();
        assertThat(tally.offered()).isEqualTo(40);
        assertThat(node.runs().tally(id + 1)).isEmpty();
        assertThat(node.runs().clock()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    private void itsRequestsAreTraced(long run) {
        TraceQuery query = new TraceQuery(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60), null, null, 0, "run:" + run, 10);
        await().atMost(Duration.ofSeconds(10)).until(() -> !node.traces().find(query).traces().isEmpty());
        TraceSummary slowest = node.traces().find(query).traces().getFirst();
        Trace trace = node.traces().trace(slowest.id()).orElseThrow().trace();
        assertThat(trace.summary().line()).isEqualTo(slowest.line());
        assertThat(trace.leading()).contains(slowest.stage());
        assertThat(trace.run()).isEqualTo(Long.toString(run));
        assertThat(trace.parent()).as("the generator's requests carry a context").isNotNull();
        assertThat(trace.stages()).extracting(StageSpan::stage).contains(Stage.ADMISSION, Stage.QUEUE, Stage.INFERENCE, Stage.WRITE);
        assertThat(trace.stages().stream().mapToDouble(StageSpan::millis).sum()).isLessThanOrEqualTo(trace.millis());
        assertThat(node.traces().tally().offered()).isGreaterThanOrEqualTo(40);
        assertThat(node.traces().trace("0".repeat(32))).isEmpty();
        assertThatThrownBy(() -> node.traces().trace("nonsense")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("32");
    }

    @Test
    void pricesAreDeclaredAndWhatIsSpentIsTold() {
        Prices prices = new Prices("EUR", 2.5, "declared", null, List.of(new Prices.Tariff(0, 24, 0.3)), 380.0, 100.0, 90.0, 0.5);
        assertThatThrownBy(() -> node.cost().declare(new Prices("EUR", -1.0, "", null, List.of(), null, null, null, null)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("deviceHour");
        assertThatThrownBy(
                () -> node.cost().declare(new Prices("EUR", 1.0, "", null, List.of(new Prices.Tariff(0, 20, 0.3)), null, null, null,
                        null)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("hour 20 has no price");
        node.cost().declare(prices);
        assertThat(node.cost().prices()).isEqualTo(prices);
        Instant now = Instant.now();
        await().atMost(Duration.ofSeconds(10)).until(
                () -> node.cost().report(now.minusSeconds(120), now.plusSeconds(60)).whole().idle().deviceHours() > 0);
        CostReport report = node.cost().report(now.minusSeconds(120), now.plusSeconds(60));
        Spend idle = report.whole().idle();
        assertThat(idle.time()).isCloseTo(2.5 * idle.deviceHours(), within(1e-9));
        assertThat(report.perThousand() == null).as("no cost of requests without any").isEqualTo(report.whole().requests() == 0);
        assertThat(node.cost().budget().limit()).isEqualTo(90.0);
        assertThat(node.cost().whatIf()).isEmpty();
        assertThatThrownBy(() -> node.cost().report(now, now.minusSeconds(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStoppedSessionPutsTheKnobsBackAndASecondOneIsRefused() {
        node.knobs().turn(Map.of("serve.batch.maxDelay", 7), "test");
        SessionRequest request = new SessionRequest("option-2", Duration.ofMinutes(2), Workload.DEFAULT, 1, true);
        List<Change> heard = new CopyOnWriteArrayList<>();
        Subscription listening = node.changes().subscribe(0, heard::add);
        long id = node.sessions().start(request);
        assertThatThrownBy(() -> node.sessions().start(request)).isInstanceOf(IllegalStateException.class).hasMessageContaining("already");
        await().atMost(Duration.ofSeconds(30)).until(() -> ((Number) value("serve.batch.maxDelay")).longValue() == 0);
        assertThatThrownBy(() -> node.knobs().turn(Map.of("serve.batch.maxDelay", 9), "session " + id))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("session");
        node.sessions().stop(id);
        SessionReport report = node.sessions().report(id).orElseThrow();
        assertThat(report.phase()).isEqualTo(Phase.STOPPED);
        assertThat(((Number) value("serve.batch.maxDelay")).longValue()).isEqualTo(7);
        assertThat(node.sessions().list()).anyMatch(session -> session.id() == id && session.phase() == Phase.STOPPED);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            List<Sessions.Progress> progress = said(heard, Sessions.PROGRESS);
            assertThat(progress.getFirst().whole()).isTrue();
            assertThat(progress.getLast().report().phase()).isEqualTo(Phase.STOPPED);
            assertThat(progress).allMatch(one -> one.report().trials().isEmpty());
            Set<Integer> told = progress.stream().flatMap(one -> one.trials().stream()).map(Trial::number).collect(Collectors.toSet());
            assertThat(told).isEqualTo(report.trials().stream().map(Trial::number).collect(Collectors.toSet()));
        });
        listening.close();
        assertThat(node.sessions().document(id, DocumentFormat.HTML)).startsWith("<!doctype html>").contains("Tuning session " + id);
        assertThat(node.sessions().document(id, DocumentFormat.MARKDOWN)).startsWith("# Tuning session " + id).contains("| Held rate");
        assertThat(node.sessions().document(id, DocumentFormat.JSON)).contains("\"phase\" : \"stopped\"");
        assertThatThrownBy(() -> node.sessions().start(holding(List.of("serve.batch.maxSise"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("serve.batch.maxSise").hasMessageContaining("serve.batch.maxSize");
        List<String> all = node.knobs().states().stream().map(KnobState::knob).filter(Knob::searched).map(Knob::id).toList();
        assertThatThrownBy(() -> node.sessions().start(holding(all))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing is left to search");
        node.sessions().resume(id);
        assertThat(node.sessions().report(id).orElseThrow().phase().isEnd()).isFalse();
        node.sessions().stop(id);
        assertThat(node.sessions().report(id).orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        assertThatThrownBy(() -> node.sessions().resume(4711)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("4711");
        await().atMost(Duration.ofSeconds(5)).until(() -> node.journal().activity().isEmpty());
    }

    private static SessionRequest holding(List<String> knobs) {
        return new SessionRequest("option-2", Duration.ofMinutes(2), Workload.DEFAULT, 1, true, SessionRequest.AUTO, knobs,
                Goal.HELD_RATE);
    }

    private static AlertRule rule(String condition) {
        return new AlertRule("always", "Always", "test", condition, null, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO,
                Duration.ZERO, AlertRule.NoData.CLEAR, Event.Severity.INFO, List.of(), true);
    }

    @Test
    void aRuleFiresIsAcknowledgedSilencedAndRemoved() {
        Alerting alerting = node.alerting();
        assertThat(alerting.board().rules()).hasSizeGreaterThanOrEqualTo(10).allMatch(rule -> rule.problem().isEmpty());
        assertThatThrownBy(() -> alerting.setRule(rule("process.resident >"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column");
        assertThatThrownBy(() -> alerting.setRule(rule("latency.response > 1.0"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("p95(latency.response)");
        alerting.setRule(rule("process.resident > 1.0"));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> node.alerting().loud().stream().anyMatch(alert -> alert.rule().equals("always")));
        Alert fired = node.alerting().loud().stream().filter(alert -> alert.rule().equals("always")).findFirst().orElseThrow();
        assertThat(fired.cause()).contains("process.resident");
        assertThat(alerting.preview(rule("process.resident > 1.0"), Duration.ofHours(1)).fired()).isNotEmpty();
        alerting.acknowledge(fired.id(), "seen");
        assertThat(alerting.board().active()).anyMatch(alert -> alert.id() == fired.id() && alert.acknowledged());
        alerting.unacknowledge(fired.id());
        assertThat(alerting.board().active())
                .anyMatch(alert -> alert.id() == fired.id() && !alert.acknowledged() && alert.note().isEmpty());
        assertThatThrownBy(() -> alerting.unacknowledge(987_654)).isInstanceOf(IllegalArgumentException.class);
        alerting.acknowledge(fired.id(), "seen");
        long silence = alerting.silence(new Silence(0, "always", "", Instant.now().plusSeconds(600), "test", "quiet"));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> node.alerting().loud().stream().noneMatch(alert -> alert.rule().equals("always")));
        alerting.unsilence(silence);
        alerting.removeRule("always");
        await().atMost(Duration.ofSeconds(5)).until(() -> alerting.board().active().stream().noneMatch(alert -> alert.id() == fired.id()));
        assertThat(alerting.board().ended()).anyMatch(alert -> alert.note().equals("seen"));
        assertThatThrownBy(() -> alerting.removeRule("always")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("always");
        assertThat(node.journal().readiness()).anyMatch(one -> one.evidence().contains("rules over"));
    }

    @Test
    void aFileOfRulesIsTakenWholeOrNotAtAll() {
        Alerting alerting = node.alerting();
        int before = alerting.board().rules().size();
        String two = RuleFile.write(new RuleFile.Content(List.of(rule("process.resident > 1e15"),
                new AlertRule("second", "Second", "test", "memory.percent > 99.9", null, Duration.ofSeconds(1), Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO, AlertRule.NoData.CLEAR, Event.Severity.INFO, List.of(), true)),
                List.of()));
        assertThatThrownBy(() -> alerting.importRules(two.replace("memory.percent >", "memory.percent > >")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("second").hasMessageContaining("column");
        assertThatThrownBy(() -> alerting.importRules("rules: 7")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> alerting.importRules("receivers: [{name: me, url: 'http://127.0.0.1:1/'}]"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("receivers");
        assertThat(alerting.board().rules()).hasSize(before);
        assertThat(alerting.importRules(two)).isEqualTo(2);
        assertThat(alerting.importRules(two)).isEqualTo(2);
        assertThat(alerting.board().rules()).hasSize(before + 2);
        alerting.removeRule("always");
        alerting.removeRule("second");
    }

    @Test
    void aDeclaredMeterIsPushedToAndReadLikeABuiltInOne() {
        CustomMeters custom = node.customMeters();
        Meter fan = Meter.gauge("fan.speed", "1", "Fan speed", "fan");
        Meter jobs = Meter.counter("jobs.done", "1", "Jobs done");
        Meter doubled = Meter.gauge("fan.doubled", "1", "Twice the fastest fan");
        custom.declare(fan);
        custom.declare(jobs);
        custom.derive(doubled, "2.0 * max(fan.speed)");
        assertThat(custom.push(List.of(new Sample(fan.series("left"), 1200), new Sample(jobs.series(), 7)))).isZero();
        assertThat(node.frames().meters()).contains(fan, jobs, doubled);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            List<Frame> frames = node.frames().history(Instant.now().minusSeconds(60), Instant.now(), Duration.ofSeconds(1), Set.of());
            return frames.stream().anyMatch(frame -> frame.gauge("fan.doubled") == 2400)
                    && frames.stream().mapToDouble(frame -> frame.counted("jobs.done")).sum() == 7;
        });
        assertThatThrownBy(() -> custom.push(List.of(new Sample(jobs.series(), 1), new Sample(jobs.series(), -1))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("jobs.done is a counter: it grows by 0");
        assertThatThrownBy(() -> custom.declare(Meter.gauge("process.heap", "1", "Another"))).hasMessageContaining("built in");
        assertThatThrownBy(() -> custom.derive(Meter.gauge("x.y", "1", ""), "2.0 * no.such")).hasMessageContaining("no.such");
        int dropped = custom.push(java.util.stream.IntStream.range(0, 5000).mapToObj(i -> new Sample(fan.series("f" + i), i)).toList());
        assertThat(dropped).isEqualTo(4001);
        assertThat(custom.declared()).hasSize(3);
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        assertThat(node.sessions().report(4711)).isEmpty();
        assertThatThrownBy(() -> node.sessions().document(4711, DocumentFormat.HTML)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4711");
        assertThatThrownBy(() -> node.sessions().applyBest(4711)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("4711");
        assertThatThrownBy(() -> node.journal().setTargets("option-9")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option-2");
    }

    @Test
    void aReplayCarriesItsTraceForANodeReadsNoFileThatACallerNames() {
        Scenario.Replay named = new Scenario.Replay("/etc/passwd", 1, Duration.ofSeconds(1));
        assertThatThrownBy(() -> node.runs().start(named, Workload.DEFAULT)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reads no file");
        assertThatThrownBy(() -> node.runs().start(RunRequest.replay(named, Workload.DEFAULT, "root:x:0:0\nbin:x:1:1")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("line 1").hasMessageContaining("is no arrival");
        assertThat(node.journal().activity()).isEmpty();

        Scenario.Replay whole = new Scenario.Replay("morning.csv", 0.5, Duration.ZERO);
        RunRequest request = RunRequest.replay(whole, Workload.DEFAULT,
                "offset_s,input_tokens,output_tokens\n0,12,1\n1.0,8,1\n1.2,8,1\n3.0,9,1");
        RunPlan plan = node.runs().plan(request);
        assertThat(plan.requests()).isEqualTo(4);
        assertThat(plan.length()).isBetween(Duration.ofMillis(1500), Duration.ofMillis(1501));
        long id = node.runs().start(request);
        Run ended = ended(id);
        assertThat(Objects.requireNonNull(ended.report()).achieved().requests()).isEqualTo(4);
        assertThat(ended.scenario()).isInstanceOfSatisfying(Scenario.Replay.class,
                replay -> assertThat(replay.trace()).isEqualTo("morning.csv"));
    }

    private Run ended(long id) {
        await().atMost(Duration.ofSeconds(60)).until(() -> node.runs().run(id).orElseThrow().ended() != null);
        await().atMost(Duration.ofSeconds(5)).until(() -> node.journal().activity().isEmpty());
        return node.runs().run(id).orElseThrow();
    }

    @Test
    void aRunThatIsOnTellsHowItStands() {
        long id = node.runs().start(RunRequest.of(new Scenario.Constant(50, Duration.ofSeconds(20)), Workload.DEFAULT).within(64,
                Duration.ofSeconds(5), Duration.ofSeconds(1)).keeping("p95=30s,errors=50%"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Run standing = node.runs().run(id).orElseThrow();
            assertThat(standing.ended()).isNull();
            assertThat(standing.report()).isNotNull();
            RunReport report = Objects.requireNonNull(standing.report());
            RunCourse course = Objects.requireNonNull(report.course());
            assertThat(course.columns()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(course.columns()).allSatisfy(column -> assertThat(column.latencyCounts().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(column.correct()));
            assertThat(course.percentiles()).isNotEmpty();
            assertThat(report.latency().intended()).isNotNull();
            assertThat(report.slo()).hasSize(2).allMatch(SloVerdict::met);
        });
        assertThat(node.runs().list().getFirst().report()).isNull();
        node.runs().stop(id);
        Run stopped = ended(id);
        assertThat(Objects.requireNonNull(stopped.report()).interrupted()).isTrue();
        assertThat(Objects.requireNonNull(node.runs().list().getFirst().report()).course()).isNull();
    }

    @Test
    void theHighestRateIsLookedForUntilItIsStopped() {
        assertThatThrownBy(() -> node.runs().start(new Scenario.FindMax(20, Duration.ofSeconds(1)), Workload.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("p95=500ms");
        assertThatThrownBy(() -> RunRequest.of(new Scenario.Poisson(20, Duration.ofSeconds(1)), Workload.DEFAULT).keeping("p95=fast"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'p95=fast'");
        long id = node.runs().start(RunRequest.of(new Scenario.FindMax(20, Duration.ofSeconds(1)), Workload.DEFAULT)
                .within(64, Duration.ofSeconds(5), Duration.ZERO).keeping("p95=20s"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            RunReport report = node.runs().run(id).orElseThrow().report();
            assertThat(report).isNotNull();
            assertThat(Objects.requireNonNull(Objects.requireNonNull(report).findMax()).probes()).isNotEmpty();
        });
        node.runs().stop(id);
        RunReport.FoundMax found = Objects.requireNonNull(Objects.requireNonNull(ended(id).report()).findMax());
        assertThat(found.probes().getFirst().rate()).isCloseTo(20, within(1e-9));
    }

    @Test
    void aServerBesideTheNodeIsLoadedAndNoOther() throws Exception {
        RunRequest elsewhere = RunRequest.of(new Scenario.Constant(1, Duration.ofSeconds(1)), Workload.DEFAULT)
                .against(RunTarget.of(URI.create("http://192.0.2.7:8000"), RunTarget.Api.HTTP, "", 1));
        assertThatThrownBy(() -> node.runs().start(elsewhere)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("own machine");
        assertThatThrownBy(() -> node.runs().plan(elsewhere)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loadTargets");
        try (LlmServer beside = new LlmServer(0, LlmSettings.DEFAULT)) {
            RunTarget target = RunTarget.of(URI.create("http://127.0.0.1:" + beside.port()), RunTarget.Api.CHAT, LlmServer.MODEL, 4);
            long id = node.runs().start(RunRequest.of(new Scenario.Constant(10, Duration.ofSeconds(2)), Workload.DEFAULT)
                    .within(16, Duration.ofSeconds(5), Duration.ZERO).against(target).keeping("ttft.p95=5s"));
            Run run = ended(id);
            RunReport report = Objects.requireNonNull(run.report());
            assertThat(report.ttft()).isNotNull();
            assertThat(report.slo()).singleElement().matches(SloVerdict::met);
            assertThat(run.setup().target()).isEqualTo(target);
            RunTarget posted = new RunTarget(target.address(), RunTarget.Api.POST, "", 0,
                    "{\"model\": \"" + LlmServer.MODEL
                            + "\", \"max_tokens\": {{int:2:4}}, \"messages\": [{\"role\": \"user\", \"content\": \"{{prompt}}\"}]}");
            run = ended(node.runs().start(RunRequest.of(new Scenario.Constant(10, Duration.ofSeconds(1)), Workload.DEFAULT)
                    .within(16, Duration.ofSeconds(5), Duration.ZERO).against(posted)));
            assertThat(Objects.requireNonNull(run.report()).errors().percent()).isZero();
            assertThat(run.setup().target()).isEqualTo(posted);
        }
    }

    @Test
    void aTargetThatMakesNoSenseIsRefusedWithTheReason() {
        URI beside = URI.create("http://127.0.0.1:8000");
        assertThatThrownBy(() -> RunTarget.of(beside, RunTarget.Api.KSERVE, "a/../b", 1)).hasMessageContaining("'a/../b'");
        assertThat(RunTarget.of(beside, RunTarget.Api.KSERVE, "bert", 1).address()).hasPath("/v2/models/bert/infer");
        assertThatThrownBy(() -> new RunTarget(beside, RunTarget.Api.HTTP, "", 1, "{}")).hasMessageContaining("only http-post");
        RunTarget unknown = new RunTarget(beside, RunTarget.Api.POST, "", 1, "{{nonsense}}");
        assertThatThrownBy(() -> node.runs().start(RunRequest.of(new Scenario.Constant(1, Duration.ofSeconds(1)), Workload.DEFAULT)
                .against(unknown))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("nonsense");
    }

    @Test
    void twoRunsAreComparedByTheNode() {
        long[] ids = new long[2];
        for (int i = 0; i < 2; i++) {
            ids[i] = node.runs().start(RunRequest.of(new Scenario.Constant(20 + 20 * i, Duration.ofSeconds(8)), Workload.DEFAULT)
                    .within(64, Duration.ofSeconds(5), Duration.ZERO));
            ended(ids[i]);
        }
        List<RunDifference> differences = node.runs().compare(ids[0], ids[1]);
        assertThat(differences).filteredOn(one -> one.figure().equals("achieved rate")).singleElement()
                .matches(one -> one.differs() && one.better() && one.b() > 1.5 * one.a());
        assertThatThrownBy(() -> node.runs().compare(ids[0], 4711)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4711");
        assertThat(node.runs().document(ids[1], DocumentFormat.HTML)).startsWith("<!doctype html>")
                .contains("run " + ids[1] + ", this node");
        assertThat(node.runs().document(ids[1], DocumentFormat.JSON)).contains("\"achieved\"");
        assertThatThrownBy(() -> node.runs().document(ids[1], DocumentFormat.KNOBS)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("html or json");
        assertThatThrownBy(() -> node.runs().document(4711, DocumentFormat.HTML)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void aPlanShowsTheScheduleThatWouldBeKept() {
        RunPlan plan = node.runs().plan(RunRequest.of(new Scenario.Spike(10, 100, Duration.ofSeconds(30)), Workload.DEFAULT)
                .within(64, Duration.ofSeconds(5), Duration.ZERO));
        assertThat(plan.requests()).isBetween(1000L, 1400L);
        assertThat(plan.rates().subList(45, 75)).allMatch(rate -> rate > 50);
        assertThat(plan.rates().subList(0, 35)).allMatch(rate -> rate < 50);
        assertThat(node.runs().plan(RunRequest.of(new Scenario.ClosedLoop(4, Duration.ofSeconds(5)), Workload.DEFAULT)).rates()).isEmpty();
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(node.info().model()).contains("MiniLM");
        assertThat(node.journal().readiness()).hasSize(10);
        assertThat(node.frames().meters()).contains(Meters.RESPONSE);
        assertThat(node.connection().state()).isEqualTo(Connection.State.CONNECTED);
    }
}
