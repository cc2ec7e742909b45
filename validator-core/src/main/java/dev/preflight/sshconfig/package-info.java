/** How {@code ssh} would log in to a host: ssh_config as OpenSSH means it. */
@NullMarked
package dev.preflight.sshconfig;

import org.jspecify.annotations.NullMarked;
