package gpudyno.console.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedNode;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.KnobSlider;
import gpudyno.console.kit.LayoutFaults;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.TimeRange;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.node.Knobs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachePageTest extends FxTest {
    private final List<Map<String, ?>> turned = new CopyOnWriteArrayList<>();
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private Overlay window;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private CachePage page;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private ScriptedNode node;

    private void open(boolean loaded, double width) {
        BorderPane frame = new BorderPane();
        NodeCalls calls = NodeCalls.onVirtualThreads();
        window = show(() -> new Overlay(frame), width, 900);
        on(() -> {
            node = new ScriptedNode(loaded) {
                @Override
                public Knobs knobs() {
                    return new Knobs() {
                        @Override
                        public List<KnobState> states() {
                            return List.of();
                        }

                        @Override
                        public List<KnobSet> past(int most) {
                            return List.of();
                        }

                        @Override
                        public KnobChange turn(Map<String, ?> wanted, String by) {
                            turned.add(wanted);
                            return new KnobChange(Configuration.EMPTY, Configuration.EMPTY, by);
                        }
                    };
                }
            };
            Workbench bench = new Workbench(calls, window);
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            page = new CachePage(bench);
            frame.setCenter(page.content());
            page.show(node, TimeRange.FIVE_MINUTES);
        });
    }

    @AfterEach
    void leave() {
        on(() -> page.hide());
        node.close();
    }

    private void shows(String... words) {
        await().untilAsserted(() -> assertThat(on(() -> words(page.content()))).contains(words));
    }

    private ActionButton button(String words, Node in) {
        return on(() -> in.lookupAll(".action").stream().map(ActionButton.class::cast).filter(one -> one.getText().equals(words))
                .findFirst().orElseThrow());
    }

    private void fire(String words, Node in) {
        ActionButton button = button(words, in);
        on(() -> button.fire());
    }

    private String dialog() {
        return on(() -> words((Parent) window.lookup(".dialog-box")));
    }

    private void write(String text) {
        TextField field = on(() -> (TextField) page.content().lookupAll(".text-field").iterator().next());
        on(() -> field.setText(text));
    }

    @Test
    void theTiersAndWhatMemoryIsWorthAreShown() {
        open(true, 1000);
        shows("61 MiB of 64 MiB", "95 % full", "14,800", "warmed 2,110 entries from the last run",
                "2 of 2", "L1 + L2", "For 95 % you need 214 MiB, you have 64 MiB", "99 % no size",
                "00c0·ffee·00c0·ffee", "4.2 %", "8,000 evicted, 12 expired", "Size, L1 full");
    }

    @Test
    void theServersOfTheSharedTierAreShownWithTheirBalance() {
        open(true, 1000);
        shows("L2 servers", "the largest holds 1.16 × the mean", "redis-a:6379", "breaker open", "58,000", "310 MiB", "42 %",
                "1 of 2 servers is not used", "5,400 not asked", "tracking lost 1 time");
        assertThat(on(() -> LayoutFaults.in(window.getScene()))).isEqualTo(List.of());
    }

    @Test
    void nearAnswersTellHowOftenTheyWouldBeWrongAndAreTurnedOnceThatIsAgreedTo() {
        open(true, 1000);
        shows("chat answers of llm:8000, cosine 0.95 or more",
                "Would have answered 400, of these 12 wrong (3 %, 95 % interval 1.72 to 5.17 %)",
                "4,100, 21 MiB");
        ToggleButton turnedOn = on(() -> page.content().lookupAll(".segment").stream().map(ToggleButton.class::cast)
                .filter(one -> one.getText().equals("On")).findFirst().orElseThrow());
        on(turnedOn::fire);
        assertThat(dialog()).contains("Turn near answers to On?", "may be wrong for some of them");
        assertThat(turned).isEmpty();
        assertThat(on(turnedOn::isSelected)).as("the node is still in the shadow mode").isFalse();
        fire("Turn", window.lookup(".dialog-box"));
        await().untilAsserted(() -> assertThat(turned).singleElement().isEqualTo(Map.of("cache.near", "on")));
    }

    @Test
    void aSizeIsTurnedToOnceThatIsAgreedTo() {
        open(true, 1000);
        shows("214 MiB, hits 71 → 95 %");
        fire("Apply…", page.content());
        assertThat(dialog()).contains("Set the cache to 214 MiB?", "cache.maxBytes");
        assertThat(turned).isEmpty();
        fire("Turn", window.lookup(".dialog-box"));
        await().untilAsserted(() -> assertThat(turned).singleElement().isEqualTo(Map.of("cache.maxBytes", 214L << 20)));
    }

    @Test
    void nothingIsDeletedThatWasNotCountedAndAgreedTo() {
        open(true, 1000);
        shows("A dry run counts");
        assertThat(button("Invalidate…", page.content()).getAccessibleHelp()).isEqualTo("Count by a dry run first");
        write("*:00c0*");
        fire("Dry run", page.content());
        shows("Dry run: 1 entry", "4.2 KiB", "In L2, shared with other nodes", "3 entries", "at most 4.2 pts lower");
        assertThat(on(() -> LayoutFaults.in(window.getScene()))).isEqualTo(List.of());
        assertThat(node.cache().deleted()).isEmpty();
        write("*:00c1*");
        assertThat(button("Invalidate…", page.content()).available()).isFalse();
        write("*:00c0*");
        fire("Dry run", page.content());
        shows("Dry run: 1 entry");
        fire("Invalidate…", page.content());
        assertThat(dialog()).contains("Invalidate 1 entry?", "3 entries in L2, which other nodes use");
        assertThat(node.cache().deleted()).isEmpty();
        fire("Invalidate", window.lookup(".dialog-box"));
        shows("Last: *:00c0* at", "1 entry, 4.2 KiB, 3 entries in L2");
        assertThat(on(() -> LayoutFaults.in(window.getScene()))).isEqualTo(List.of());
        assertThat(node.cache().deleted()).containsExactly(new EntrySelection.OfPattern("*:00c0*"));
    }

    @Test
    void anInputIsFoundByItsTextWhichIsNotRepeated() {
        open(true, 1000);
        shows("A dry run counts");
        ToggleButton text = on(() -> page.content().lookupAll(".segment").stream().map(ToggleButton.class::cast)
                .filter(one -> one.getText().equals("Text")).findFirst().orElseThrow());
        on(text::fire);
        shows("Text of an input");
        write("known");
        fire("Dry run", page.content());
        shows("Dry run: 1 entry");
        fire("Invalidate…", page.content());
        fire("Invalidate", window.lookup(".dialog-box"));
        shows("Last: one text at");
        assertThat(node.cache().deleted()).containsExactly(new EntrySelection.OfText("known"));
    }

    @Test
    void anotherSizeIsChosenAmongThoseThatWereEstimated() {
        open(true, 1000);
        shows("214 MiB, hits 71 → 95 %");
        KnobSlider slider = on(() -> (KnobSlider) page.content().lookup(".knob-slider"));
        on(() -> slider.value().set(6));
        shows("64 MiB, hits 71 → 71 %");
        assertThat(button("Apply…", page.content()).getAccessibleHelp()).isEqualTo("It has this size");
        on(() -> slider.value().set(12));
        shows("1 GiB, hits 71 → 97 %");
    }

    @Test
    void thePolicyIsShownWithItsEvidenceAndAnotherIsChosenByAPress() {
        open(true, 1000);
        shows("Policy", "W-TinyLFU", "61.4 %", "70.9 %", "Switched 2 times, last 3 min ago", "Errors", "7", "Stale", "120", "1.5 µs");
        assertThat(turned).isEmpty();
        ToggleButton frequent = on(() -> page.content().lookupAll(".segment").stream().map(ToggleButton.class::cast)
                .filter(one -> one.getText().equals("W-TinyLFU")).findFirst().orElseThrow());
        on(frequent::fire);
        await().untilAsserted(() -> assertThat(turned).singleElement().isEqualTo(Map.of("cache.policy", "w-tinylfu")));
        // The scripted node does not turn: what it says is shown again.
        await().until(() -> !on(frequent::isSelected));
        assertThat(turned).hasSize(1);
    }

    @Test
    void whatIsNoPatternSaysWhatIsAllowed() {
        open(true, 1000);
        shows("A dry run counts");
        write("");
        fire("Dry run", page.content());
        shows("pattern must have 1 to 200 characters, got 0");
        write("none");
        fire("Dry run", page.content());
        shows("Dry run: 0 entries");
        assertThat(button("Invalidate…", page.content()).getAccessibleHelp()).isEqualTo("Nothing matches");
    }

    @Test
    void aCacheThatIsOffSaysHowItIsTurnedOn() {
        open(false, 1000);
        shows("not answered from memory", "--l2 redis://host:port", "Shown while the cache is on", "No input item came",
                "No entry was evicted or expired");
        assertThat(on(() -> words(page.content()))).doesNotContain("L2 servers");
        fire("Turn on…", page.content());
        fire("Turn", window.lookup(".dialog-box"));
        await().untilAsserted(() -> assertThat(turned).singleElement().isEqualTo(Map.of("cache.enabled", true)));
    }

    @Test
    void theLeastWindowHoldsEverything() {
        open(true, 944);
        shows("For 95 % you need", "Dry run", "2 of 2");
        assertThat(on(() -> LayoutFaults.in(window.getScene()))).isEqualTo(List.of());
    }
}
