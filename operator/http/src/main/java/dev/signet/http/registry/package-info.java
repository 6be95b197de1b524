/** The token endpoint of container registries, as docker, podman, skopeo and containerd use it. */
@NullMarked
package dev.signet.http.registry;

import org.jspecify.annotations.NullMarked;
