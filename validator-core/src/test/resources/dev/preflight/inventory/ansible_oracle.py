"""Tells what Ansible makes of inventories: one process for many, as Ansible takes most of a second to start.

Reads a JSON object a line: "sources" as given to -i, "patterns" as given to --limit. Writes one a line: "hosts" in
order with their groups, the settings of the ssh connection and the other variables, "picked" by each pattern, or "error".
"""
import json
import os
import sys

os.environ["ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED"] = "True"
os.environ["ANSIBLE_DEPRECATION_WARNINGS"] = "False"

from ansible import context
from ansible.inventory.manager import InventoryManager
from ansible.module_utils.common.collections import ImmutableDict
from ansible.parsing.ajson import AnsibleJSONEncoder
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.plugins.loader import become_loader, connection_loader
from ansible.template import Templar
from ansible.vars.manager import VariableManager

context.CLIARGS = ImmutableDict(flush_cache=False, verbosity=0)
OPTIONS = ("host", "port", "remote_user", "password", "private_key_file",
           "ssh_args", "ssh_common_args", "ssh_extra_args", "ssh_executable")
MAGIC = ("inventory_hostname", "inventory_hostname_short", "inventory_file", "inventory_dir", "group_names", "groups",
         "omit", "playbook_dir", "ansible_playbook_python", "ansible_config_file", "ansible_facts", "ansible_version")


def settings(variables, templar):
    """The options of the ssh plugin, as it takes them from the variables."""
    plain = {}
    for name, value in variables.items():
        if name.startswith("ansible_") and name not in MAGIC:
            try:
                plain[name] = templar.template(value)
            except Exception as error:
                plain[name] = "undefined: %s" % error
    plain["inventory_hostname"] = variables["inventory_hostname"]
    told = {}
    connection = connection_loader.get("ssh", PlayContext(), "/dev/null")
    try:
        connection.set_options(var_options=plain)
        for option in OPTIONS:
            value = connection.get_option(option)
            told[option] = None if value is None else str(value)
    except Exception as error:
        return {"error": str(error)}
    told["connection"] = str(plain.get("ansible_connection", "ssh"))
    for option in ("become", "become_method", "become_user"):
        told[option] = str(plain.get("ansible_" + option, ""))
    become = become_loader.get("sudo")
    become.set_options(var_options=plain)
    secret = become.get_option("become_pass")
    told["become_pass"] = None if secret is None else str(secret)
    return told


def shown(value):
    """A value as JSON has it; as text what JSON does not have."""
    odd = isinstance(value, (set, bytes, complex)) or value is ... or isinstance(value, float) and value == float("inf")
    return str(value) if odd else value


def look(request):
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=request["sources"])
    manager = VariableManager(loader=loader, inventory=inventory)
    hosts = []
    for host in inventory.get_hosts():
        variables = manager.get_vars(host=host, include_hostvars=False, stage="all")
        others = {k: shown(v) for k, v in variables.items() if not k.startswith("ansible_") and k not in MAGIC}
        hosts.append({
            "name": host.name,
            "groups": sorted(set(group.name for group in host.get_groups()) | {"all"}),
            "settings": settings(variables, Templar(loader, variables=variables)),
            "others": others,
        })
    picked = {}
    for pattern in request.get("patterns", ()):
        try:
            inventory.subset(pattern)
            picked[pattern] = [host.name for host in inventory.get_hosts()]
        except Exception as error:
            picked[pattern] = {"error": str(error)}
        inventory.subset(None)
    return {"hosts": hosts, "groups": sorted(inventory.groups), "picked": picked}


for line in sys.stdin:
    try:
        answer = look(json.loads(line))
    except Exception as error:
        answer = {"error": str(error)}
    print(json.dumps(answer, cls=AnsibleJSONEncoder, sort_keys=True), flush=True)
