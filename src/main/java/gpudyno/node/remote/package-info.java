/// A node elsewhere, over HTTP: OkHttp for calls, server-sent events for frames.
///
/// OkHttp because its event source, timeouts and connection reuse are what a console needs and it cancels cleanly; answers are read with a
/// bound, since the console trusts no node.
@NullMarked
package gpudyno.node.remote;

import org.jspecify.annotations.NullMarked;
