package gpudyno.console.cache;

import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.NearHits;
import gpudyno.model.cache.NearMode;
import gpudyno.model.cache.SharedTier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.layout.Region;

/// Panels of parts of the cache that not every node has.
final class FurtherPanels {
    private final ShardsPanel shards = new ShardsPanel();
    private final NearPanel near;

    /// @param turnNear asks to turn near answers to another mode
    FurtherPanels(Consumer<NearMode> turnNear) {
        near = new NearPanel(turnNear);
    }

    /// Those that this node has, the wide one first.
    List<Region> show(CacheBoard board) {
        List<Region> shown = new ArrayList<>();
        SharedTier shared = board.shared();
        if (shared != null) {
            shards.show(shared);
            shown.add(shards.panel());
        }
        NearHits answers = board.near();
        if (answers != null && NearPanel.shows(answers)) {
            near.show(answers);
            shown.add(near.panel());
        }
        return shown;
    }
}
