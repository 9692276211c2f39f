package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.node.Knobs;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The knobs of a node attached over HTTP.
final class RemoteKnobs implements Knobs {
    private final NodeClient client;

    RemoteKnobs(NodeClient client) {
        this.client = client;
    }

    @Override
    public List<KnobState> states() {
        return client.get("/api/knobs", new TypeReference<>() {
        });
    }

    @Override
    public KnobChange turn(Map<String, ?> wanted, String by) {
        return client.send("PATCH", "/api/knobs?by=" + URLEncoder.encode(by, StandardCharsets.UTF_8), wanted, new TypeReference<>() {
        });
    }

    @Override
    public List<KnobSet> past(int most) {
        KnobSet.check(most);
        return client.get("/api/knobs/past?most=" + most, new TypeReference<>() {
        });
    }
}
