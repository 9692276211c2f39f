/// A node elsewhere, over HTTP: OkHttp for calls, server-sent events for frames.
///
/// OkHttp was chosen because it has the event source, timeouts and connection reuse that a console needs, and cancels cleanly. The size of
/// answers is limited, because the console trusts no node.
@NullMarked
package gpudyno.node.remote;

import org.jspecify.annotations.NullMarked;
