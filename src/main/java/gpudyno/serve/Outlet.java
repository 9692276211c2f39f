package gpudyno.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// Where an answer goes that may come in parts.
public interface Outlet {
    /// Sends status and headers; to be called once.
    ///
    /// @return takes the body; what is flushed goes out
    OutputStream begin(int status, Map<String, String> headers) throws IOException;
}
