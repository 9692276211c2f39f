package gpudyno.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// One keep-alive connection with at most one request on it. Bodies are read and dropped, looked into first where something in them matters.
final class LoadConnection extends ChannelInboundHandlerAdapter {
    /// Of one answer, in bytes; what goes on beyond it is given up.
    static final long MAX_ANSWER = 64L << 20;

    private final LoadRun run;
    private final @Nullable Answer output;
    private @Nullable ChannelHandlerContext context;
    private LoadRun.@Nullable Request request;
    private long sentAt;
    private int status;
    private long received;
    private boolean keepAlive = true;

    LoadConnection(LoadRun run, @Nullable Answer output) {
        this.run = run;
        this.output = output;
    }

    long sentAt() {
        return sentAt;
    }

    void send(LoadRun.Request next, long at, ByteBuf bytes) {
        request = next;
        sentAt = at;
        status = 0;
        received = 0;
        if (output != null) {
            output.keepText(next.body().conversation() != null);
        }
        ChannelHandlerContext channel = java.util.Objects.requireNonNull(context);
        channel.writeAndFlush(bytes, channel.voidPromise());
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    /// Gives the request up and the connection with it.
    void fail(String kind) {
        LoadRun.Request failing = request;
        request = null;
        close();
        if (failing != null) {
            run.failed(this, failing, kind);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        boolean readable = !(message instanceof HttpObject part) || part.decoderResult().isSuccess();
        if (request == null || !readable) {
            // An answer nobody asked for, or one that is no HTTP.
            ReferenceCountUtil.release(message);
            fail(ErrorKind.BAD_RESPONSE);
            return;
        }
        if (message instanceof HttpResponse response) {
            begin(response);
        }
        if (message instanceof HttpContent content) {
            received += content.content().readableBytes();
            if (output != null && status == 200) {
                output.read(content.content(), run.now() - sentAt);
            }
        }
        boolean last = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (received > MAX_ANSWER) {
            fail(ErrorKind.TOO_LARGE);
        } else if (last && status >= 200) {
            complete();
        }
    }

    private void begin(HttpResponse response) {
        status = response.status().code();
        keepAlive = HttpUtil.isKeepAlive(response);
        if (output != null) {
            output.begin(String.valueOf(response.headers().get(HttpHeaderNames.CONTENT_TYPE)));
        }
    }

    private void complete() {
        LoadRun.Request done = java.util.Objects.requireNonNull(request);
        request = null;
        if (!keepAlive) {
            close();
        }
        run.answered(this, done, sentAt, status, output);
        if (keepAlive) {
            run.free(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        run.closed(this);
        fail(ErrorKind.CLOSED_EARLY);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        fail(ErrorKind.of(cause));
    }
}
