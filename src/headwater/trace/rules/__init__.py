"""The rules, in the order in which they are shown; each gives the donor set's cents of the target."""

from headwater.trace.rules.fifo import fifo
from headwater.trace.rules.lifo import lifo
from headwater.trace.rules.poison import poison
from headwater.trace.rules.pro_rata import pro_rata
from headwater.trace.rules.time_blind import time_blind

RULES = (("fifo", fifo), ("lifo", lifo), ("pro_rata", pro_rata), ("time_blind", time_blind), ("poison", poison))
