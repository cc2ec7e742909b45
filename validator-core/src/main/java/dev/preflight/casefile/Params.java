package dev.preflight.casefile;

import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.SettingValues;
import dev.preflight.profile.CheckInstance;
import java.util.Optional;

/** The parameters of instances: the one place here that knows how a check declares them. */
final class Params {
    private Params() {}

    /** What the parameters of an instance hold. */
    static ParamSchema schema(CheckInstance<?> instance) {
        return ParamSchema.of(instance.check().spec());
    }

    /** Parameters of an instance, or empty if it does not allow what is given. */
    static <P extends Record> Optional<P> bound(CheckInstance<P> instance, Node.Mapping given, SettingValues settings) {
        Problems problems = new Problems();
        return ParamBinder.parameters(instance.check().spec(), given, settings, problems)
                .filter(made -> problems.none());
    }
}
