package gpudyno.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.alerts.AlertsPage;
import gpudyno.console.fleet.FleetPage;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.gpu.GpuPage;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.NavItem;
import gpudyno.console.kit.OpenSource;
import gpudyno.console.kit.SaveTarget;
import gpudyno.console.load.LoadPage;
import gpudyno.console.overview.OverviewPage;
import gpudyno.console.page.Page;
import gpudyno.console.settings.HelpPage;
import gpudyno.console.settings.SettingsPage;
import gpudyno.console.tune.TunePage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Seeded clicks and keys all over the window while the node behind it changes all the time. `-Dmonkey.seeds=1,2,3` runs other seeds,
/// `-Dmonkey.events=N` more events than usual.
class MonkeyTest extends FxTest {
    private static final URI BOX = URI.create("http://127.0.0.1:7071");
    private static final int EVENTS = Integer.getInteger("monkey.events", 5000);
    private static final int BATCH = 40;
    private static final int STIRS = 4;
    private static final int DRAFT_EVERY = 200;

    @TempDir
    private Path folder;
    private List<Page> pages = List.of();

    static LongStream seeds() {
        return java.util.Arrays.stream(System.getProperty("monkey.seeds", "20261128").split(",")).mapToLong(Long::parseLong);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingBreaksIsLostOrStuckWhateverIsPressed(long seed) {
        System.out.println("monkey.seeds=" + seed);
        Random random = new Random(seed);
        RestlessNode local = new RestlessNode(random.nextLong());
        RestlessNode box = new RestlessNode(random.nextLong());
        Switchboard cable = new Switchboard(local);
        ScriptedNodes nodes = new ScriptedNodes(cable.node(), Map.of(BOX, box));
        try (Uncaught uncaught = Uncaught.watch()) {
            ConsoleWindow window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), nodes, this::pages), 1000, 700);
            on(() -> SaveTarget.set(window.getScene(), (_, name) -> random.nextBoolean()
                    ? Optional.of(folder.resolve(name))
                    : Optional.empty()));
            on(() -> OpenSource.set(window.getScene(), (_, _, _) -> Optional.empty()));
            on(() -> window.tick(Instant.now()));
            on(() -> {
                window.bench().guide().open("Alerts");
                return true;
            });
            DraftWatch draft = DraftWatch.of((AlertsPage) pages.get(5));
            Monkey monkey = Monkey.onScreen(() -> new Monkey(window, random));
            for (int done = 0; done < EVENTS; done += BATCH) {
                for (int i = 0; i < STIRS; i++) {
                    stir(random, local, box, cable, nodes);
                }
                if (done % DRAFT_EVERY == 0) {
                    Monkey.onScreen(() -> draft.write(random));
                }
                boolean second = random.nextInt(4) == 0;
                Monkey.onScreen(() -> {
                    if (second) {
                        window.tick(Instant.now());
                    }
                    for (int i = 0; i < BATCH; i++) {
                        draft.live();
                        draft.check(monkey.act());
                    }
                });
                assertThat(uncaught.failures()).as("after %d events of seed %d: %s", done, seed, monkey.last()).isEmpty();
                assertThat(draft.lost()).as("after %d events of seed %d: %s", done, seed, monkey.last()).isEmpty();
            }
            cable.pulled(false);
            assertNotStuck(window, monkey);
            assertThat(uncaught.failures()).isEmpty();
            assertThat(draft.drafts()).as("drafts that were watched").isPositive();
            on(window::close);
        }
    }

    private ConsoleWindow.Pages pages(gpudyno.console.frame.Workbench bench) {
        List<Page> main = List.of(new OverviewPage(bench), new FleetPage(bench), new LoadPage(bench), new TunePage(bench),
                new GpuPage(bench), new AlertsPage(bench));
        List<Page> foot = List.of(new SettingsPage(bench, folder), new HelpPage(bench));
        pages = java.util.stream.Stream.concat(main.stream(), foot.stream()).toList();
        return new ConsoleWindow.Pages(main, foot);
    }

    private static void stir(Random random, RestlessNode local, RestlessNode box, Switchboard cable, ScriptedNodes nodes) {
        (random.nextInt(3) == 0 ? box : local).stir();
        switch (random.nextInt(40)) {
            case 0 -> cable.pulled(true);
            case 1, 2, 3 -> cable.pulled(false);
            case 4, 5 -> nodes.attach(BOX, ScriptedNodes.TOKEN);
            case 6 -> nodes.detach(box);
            default -> {
                // Most of the time the nodes stay what and where they are.
            }
        }
    }

    /// Escape closes whatever is open, and then every page can be opened.
    private void assertNotStuck(ConsoleWindow window, Monkey monkey) {
        for (int i = 0; i < 6; i++) {
            Monkey.onScreen(() -> monkey.type(KeyCode.ESCAPE));
        }
        await().untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            assertThat(on(() -> window.lookupAll(".veil"))).isEmpty();
            assertThat(on(() -> words(window))).contains("Connected");
        });
        for (Page page : pages) {
            NavItem item = (NavItem) on(() -> window.lookupAll(".nav-item").stream()
                    .filter(node -> node.getAccessibleText().startsWith(page.title()))
                    .findFirst().orElseThrow());
            on(item::fire);
            assertThat(on(() -> page.content().getScene() != null)).as(page.title() + " can be opened").isTrue();
        }
    }
}
