/// The command line: one picocli class a command. Commands build nodes and talk to them through the contract.
///
/// Tokens of attached nodes are in a file of mode 600 ([Pairings]), not in the desktop's keyring. `com.github.javakeyring:java-keyring` 1.0.4
/// reaches GNOME's, Apple's and Windows' keyrings, but brings a second D-Bus stack (`dbus-java` by way of `de.swiesend:secret-service`, whose
/// newest release is an alpha), JNA and `jkeychain`. A locked keyring would ask for a password before the first window, and a machine without
/// a desktop needs the file all the same. Any program of the same user can ask an open keyring, just as it can read the file.
@NullMarked
package gpudyno.cli;

import org.jspecify.annotations.NullMarked;
