package gpudyno.load;

import gpudyno.model.load.RunReport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One keep-alive connection with at most one request on it. Bodies are read and discarded; if something in them is needed, they are parsed
/// first.
///
/// A connection takes its next request only when all received bytes are read. Otherwise an answer that nobody asked for could be taken for
/// the answer to the next request.
final class LoadConnection extends ChannelInboundHandlerAdapter {
    /// The maximum size of one answer in bytes; a longer answer is aborted.
    static final long MAX_ANSWER = 64L << 20;

    private final LoadRun run;
    private final ConnectionPool pool;
    private final @Nullable Answer output;
    private @Nullable ChannelHandlerContext context;
    private LoadRun.@Nullable Request request;
    private long sentAt;
    private long heardAt;
    private int status;
    private long received;
    private boolean keepAlive = true;
    /// The connection was used before, so the server may be closing it.
    private boolean kept;
    private boolean answered;
    /// The request was aborted; further bytes are ignored.
    private boolean ended;
    /// How the answer's body begins.
    private final byte[] beginning = new byte[RunReport.Errors.LONGEST_SAMPLE];
    private int begun;

    LoadConnection(LoadRun run, ConnectionPool pool, @Nullable Answer output) {
        this.run = run;
        this.pool = pool;
        this.output = output;
    }

    long sentAt() {
        return sentAt;
    }

    /// When its last bytes came, or its request left.
    long heardAt() {
        return heardAt;
    }

    /// It waits for a request, or has waited.
    void keep() {
        kept = true;
    }

    void send(LoadRun.Request next, long at, ByteBuf bytes) {
        request = next;
        sentAt = at;
        heardAt = at;
        status = 0;
        received = 0;
        begun = 0;
        if (output != null) {
            output.keepText(next.body().conversation() != null);
        }
        ChannelHandlerContext channel = Objects.requireNonNull(context);
        channel.writeAndFlush(bytes, channel.voidPromise());
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    /// Aborts the request and closes the connection.
    ///
    /// @param why text for people; empty if the kind of error is enough
    void fail(String kind, String why) {
        LoadRun.Request failing = request;
        request = null;
        ended = true;
        close();
        if (failing != null) {
            run.failed(this, failing, kind, why);
        }
    }

    /// The first words of the answer's body.
    String beginning() {
        return new String(beginning, 0, begun, StandardCharsets.UTF_8);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        try {
            read(message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(Object message) {
        if (ended) {
            return;
        }
        if (request == null) {
            unasked(message);
            return;
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            fail(ErrorKind.BAD_RESPONSE, String.valueOf(part.decoderResult().cause().getMessage()));
            return;
        }
        if (message instanceof HttpResponse response) {
            begin(response);
        }
        if (message instanceof HttpContent content) {
            body(content.content());
        }
        if (received > MAX_ANSWER) {
            fail(ErrorKind.TOO_LARGE, "more than " + MAX_ANSWER + " bytes");
        } else if (message instanceof LastHttpContent && (status >= 200 || status == HttpResponseStatus.SWITCHING_PROTOCOLS.code())) {
            complete();
        }
    }

    /// A server may send 408 before it closes a connection that was idle for long (RFC 9110, 15.5.9). That is not an answer to a request.
    private void unasked(Object message) {
        ended = true;
        close();
        if (!(message instanceof HttpResponse response && response.status().equals(HttpResponseStatus.REQUEST_TIMEOUT))) {
            run.unasked(this);
        }
    }

    private void body(ByteBuf bytes) {
        int more = bytes.readableBytes();
        received += more;
        if (begun < beginning.length && more > 0) {
            int copied = Math.min(more, beginning.length - begun);
            bytes.getBytes(bytes.readerIndex(), beginning, begun, copied);
            begun += copied;
        }
        if (output != null && status == 200) {
            output.read(bytes, run.now() - sentAt);
        }
    }

    private void begin(HttpResponse response) {
        status = response.status().code();
        // An answer without a stated end goes on until its connection ends.
        boolean bounded = HttpUtil.isContentLengthSet(response) || HttpUtil.isTransferEncodingChunked(response) || run.bodiless(status);
        keepAlive = HttpUtil.isKeepAlive(response) && bounded && status != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
        if (output != null) {
            output.begin(String.valueOf(response.headers().get(HttpHeaderNames.CONTENT_TYPE)));
        }
    }

    private void complete() {
        LoadRun.Request done = Objects.requireNonNull(request);
        request = null;
        answered = true;
        run.answered(this, done, sentAt, status, output);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext channel) {
        if (request != null) {
            heardAt = run.now();
        }
        if (answered && !ended) {
            answered = false;
            if (keepAlive) {
                kept = true;
                pool.free(this);
            } else {
                ended = true;
                close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        pool.closed(this);
        lost(ErrorKind.CLOSED_EARLY, "");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException || cause instanceof TimeoutException) {
            lost(ErrorKind.of(cause), String.valueOf(cause.getMessage()));
        } else {
            // Not caused by the server: our own code failed while it read the answer.
            run.broken(cause);
        }
    }

    /// If a reused connection ends before the first byte of an answer, the server was most likely already closing it. Like any client, we
    /// send the request once more.
    private void lost(String kind, String why) {
        LoadRun.Request failing = request;
        if (failing == null || !kept || status != 0 || failing.again()) {
            fail(kind, why);
            return;
        }
        request = null;
        ended = true;
        close();
        pool.sendAgain(this, failing);
    }
}
