package gpudyno.node.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Errors of the listener itself, before a route is called. They have the same form as errors of routes, instead of the listener's own HTML
/// page.
final class ListenerErrors extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, @Nullable String message, @Nullable Throwable cause,
            Callback callback) {
        String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
        boolean openAi = Problems.isOpenAi(path == null ? "" : path);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.contentType(openAi));
        byte[] body = Problems.body(openAi, code, code < 500 ? "Bad request" : "Not answered",
                message == null || message.isBlank() ? "the request is malformed or ended early" : message);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
