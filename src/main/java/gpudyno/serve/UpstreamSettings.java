package gpudyno.serve;

import gpudyno.model.net.Address;
import java.util.Optional;

/// The server that chat requests are passed on to.
///
/// @param address its base, such as `http://127.0.0.1:8000`
/// @param key sent as a bearer token; empty for the name and password of the address, or nothing
public record UpstreamSettings(Address address, Optional<String> key) {
    public UpstreamSettings {
        if (key.isPresent() && !key.get().matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException("the key of the upstream must be of visible ASCII characters, without spaces");
        }
    }

    @Override
    public String toString() {
        return "UpstreamSettings[" + address + "]";
    }
}
