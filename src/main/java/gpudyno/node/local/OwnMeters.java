package gpudyno.node.local;

import gpudyno.exposition.OtlpExport;
import gpudyno.exposition.RemoteWrite;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Sample;
import gpudyno.model.meter.Series;
import gpudyno.model.net.Address;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import gpudyno.node.CustomMeters;
import gpudyno.store.Json;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import gpudyno.watch.MeterFile;
import gpudyno.watch.PushedMeters;
import gpudyno.watch.PushedMeters.Declared;
import gpudyno.watch.Scrape;
import gpudyno.watch.ScrapeOutcome;
import gpudyno.watch.Scraper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The meters that users have declared on this node, either by API calls (restored at the next start) or in `meters.yaml` of the data
/// folder. That file also lists the endpoints to scrape.
final class OwnMeters implements CustomMeters, NodeModule {
    private static final String DECLARED = "meters.declared";
    private static final String SCRAPED = "meters.scraped";
    private static final String FILE = "meters.yaml";
    private static final int MOST_SCRAPES = 50;

    private record Kept(List<Declared> meters) {}

    /// An endpoint that was added.
    private record Added(String name, URI endpoint) {
        Scrape scrape() {
            return Scrape.all(name, endpoint);
        }
    }

    private record KeptScrapes(List<Added> endpoints) {}

    private final PushedMeters meters;
    private final Store store;
    private final LongAdder taken = new LongAdder();
    private final MeterRegistry registry;
    private final Scraper scraper;
    private final Map<String, Added> added = new ConcurrentSkipListMap<>();
    private final BiConsumer<Severity, String> say;
    private volatile @Nullable OtlpExport otlp;
    private volatile @Nullable RemoteWrite remoteWrite;

    /// @throws StoreException if `meters.yaml` exists and is not valid
    OwnMeters(Path dataFolder, MeterRegistry registry, Store store, BiConsumer<Severity, String> say) {
        this.store = store;
        this.say = say;
        this.registry = registry;
        meters = new PushedMeters(registry, System::nanoTime);
        List<Declared> before = store.settings().get(DECLARED, Kept.class).map(Kept::meters).orElse(List.of());
        for (Declared one : before) {
            try {
                declareAgain(Objects.requireNonNullElseGet(one, () -> {
                    throw new IllegalArgumentException("null stands where a meter is needed");
                }));
            } catch (IllegalArgumentException e) {
                say.accept(Severity.WARNING, "A declared meter was left out: " + e.getMessage());
            }
        }
        scraper = new Scraper(configured(dataFolder.resolve(FILE)), meters);
        for (Added one : store.settings().get(SCRAPED, KeptScrapes.class).map(KeptScrapes::endpoints).orElse(List.of())) {
            try {
                scraper.add(one.scrape());
                added.put(one.name, one);
            } catch (IllegalArgumentException | NullPointerException e) {
                say.accept(Severity.WARNING, "An endpoint is no longer scraped: " + e.getMessage());
            }
        }
    }

    private List<Scrape> configured(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            MeterFile.Content content = MeterFile.read(Files.readString(file));
            content.meters().forEach(this::declareAgain);
            return content.scrapes();
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException(file + ": " + e.getMessage(), e);
        }
    }

    private void declareAgain(Declared one) {
        if (one.expression().isEmpty()) {
            meters.declare(one.meter());
        } else {
            meters.derive(one.meter(), one.expression());
        }
    }

    @Override
    public String title() {
        return "Custom metrics";
    }

    @Override
    public void accept(Frame frame) {
        meters.accept(frame);
    }

    void exportTo(Address collector, Map<String, String> headers, String node, String version, Instant started) {
        Map<String, String> all = new LinkedHashMap<>(OtlpExport.ofEnvironment());
        all.putAll(headers);
        otlp = new OtlpExport(collector, all, node, version, started, source(), OtlpExport.EVERY);
    }

    /// @param headers with credentials, asked before each sending
    void writeTo(Address receiver, Supplier<Map<String, String>> headers, String node) {
        remoteWrite = new RemoteWrite(receiver, headers, node, source(), RemoteWrite.EVERY, line -> say.accept(Severity.WARNING, line));
    }

    private OtlpExport.Source source() {
        return new OtlpExport.Source() {
            @Override
            public Collection<Meter> meters() {
                return registry.meters();
            }

            @Override
            public Map<Series, Reading> totals() {
                return registry.totals();
            }
        };
    }

    @Override
    public List<Readiness> readiness() {
        return List.of(state());
    }

    private Readiness state() {
        int count = meters.declared().size();
        Map<String, ScrapeOutcome> scrapes = scraper.status();
        OtlpExport export = otlp;
        RemoteWrite write = remoteWrite;
        boolean failing = scrapes.values().stream().anyMatch(ScrapeOutcome::isFailure) || export != null && export.isFailing()
                || write != null && write.isFailing();
        if (count == 0 && scrapes.isEmpty() && export == null && write == null) {
            return new Readiness(Module.CUSTOM_METRICS, State.OFF, "no meter is declared, nothing is scraped or exported");
        }
        String evidence = count + " meters declared, " + taken.sum() + " samples taken"
                + (scrapes.isEmpty() ? "" : "; scrapes: " + words(scrapes))
                + (export == null ? "" : "; " + export.status()) + (write == null ? "" : "; " + write.status());
        return new Readiness(Module.CUSTOM_METRICS, failing ? State.DEGRADED : State.WORKING, evidence);
    }

    private static String words(Map<String, ScrapeOutcome> scrapes) {
        return scrapes.entrySet().stream().map(one -> one.getKey() + " " + one.getValue().words()).collect(Collectors.joining(", "));
    }

    @Override
    public List<Meter> declared() {
        return meters.declared().stream().map(Declared::meter).toList();
    }

    @Override
    public void declare(Meter meter) {
        meters.declare(meter, this::keep);
    }

    @Override
    public void derive(Meter meter, String expression) {
        meters.derive(meter, expression, this::keep);
    }

    private void keep(List<Declared> all) {
        store.settings().set(DECLARED, Json.write(new Kept(all)));
    }

    @Override
    public int push(List<Sample> samples) {
        int dropped = meters.push(samples);
        taken.add(samples.size() - dropped);
        return dropped;
    }

    @Override
    public List<Scraped> scraped() {
        Map<String, ScrapeOutcome> outcomes = scraper.status();
        return scraper.scrapes().stream().map(scrape -> {
            ScrapeOutcome outcome = outcomes.get(scrape.name());
            return new Scraped(scrape.name(), Address.of(scrape.url()).toString(), added.containsKey(scrape.name()),
                    outcome != null && outcome.isFailure(), outcome == null ? "" : outcome.words());
        }).toList();
    }

    @Override
    public synchronized String scrape(URI endpoint, String wanted) {
        List<Scrape> all = scraper.scrapes();
        Optional<Scrape> there = all.stream().filter(one -> one.url().equals(endpoint)).findFirst();
        if (there.isPresent()) {
            return there.get().name();
        }
        if (all.size() >= MOST_SCRAPES) {
            throw new IllegalStateException("a node scrapes at most " + MOST_SCRAPES + " endpoints");
        }
        Set<String> taken = all.stream().map(Scrape::name).collect(Collectors.toSet());
        String name = wanted;
        for (int n = 2; taken.contains(name); n++) {
            name = wanted + n;
        }
        Added one = new Added(name, endpoint);
        Scrape scrape = one.scrape();
        added.put(name, one);
        keepScrapes();
        scraper.add(scrape);
        return name;
    }

    @Override
    public synchronized void stopScraping(String name) {
        if (!added.containsKey(name) && scraper.scrapes().stream().anyMatch(scrape -> scrape.name().equals(name))) {
            throw new IllegalArgumentException(name + " is scraped because " + FILE + " says so; it ends there");
        }
        scraper.remove(name);
        added.remove(name);
        keepScrapes();
    }

    private void keepScrapes() {
        store.settings().set(SCRAPED, Json.write(new KeptScrapes(List.copyOf(added.values()))));
    }

    @Override
    public void close() {
        OtlpExport export = otlp;
        if (export != null) {
            export.close();
        }
        RemoteWrite write = remoteWrite;
        if (write != null) {
            write.close();
        }
        scraper.close();
    }
}
