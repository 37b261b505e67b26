"""Uses a client that was generated from the OpenAPI document as an integrator would, and prints what came back."""

import importlib
import json
import pkgutil
import sys
from io import BytesIO
from uuid import uuid4

folder, api, key, transaction_id = sys.argv[1:]
sys.path.insert(0, folder)

import makewhole_client  # noqa: E402
from makewhole_client import AuthenticatedClient  # noqa: E402
from makewhole_client.api.bank import import_bank_statement  # noqa: E402
from makewhole_client.api.refunds import (  # noqa: E402
    get_refund,
    list_refund_events,
    preview_refund,
    request_refund,
)
from makewhole_client.models import (  # noqa: E402
    ImportBankStatementAccount,
    Problem,
    Refund,
    RefundPreviewRequest,
    RefundRequest,
)
from makewhole_client.types import File  # noqa: E402

modules = [module.name for module in pkgutil.walk_packages(makewhole_client.__path__, "makewhole_client.")]
for module in modules:
    importlib.import_module(module)

client = AuthenticatedClient(base_url=api, token=key)

preview = preview_refund.sync(
    client=client,
    body=RefundPreviewRequest(transaction_id=transaction_id, reason="Paid twice by mistake"),
)

wanted = RefundRequest(
    transaction_id=transaction_id,
    reason="Paid twice by mistake",
    preview_hash=preview.preview_hash,
)
idempotency_key = str(uuid4())
asked = request_refund.sync_detailed(client=client, body=wanted, idempotency_key=idempotency_key)
again = request_refund.sync_detailed(client=client, body=wanted, idempotency_key=idempotency_key)
refused = request_refund.sync_detailed(client=client, body=wanted, idempotency_key=str(uuid4()))

polled = get_refund.sync_detailed(asked.parsed.id, client=client)
unchanged = get_refund.sync_detailed(asked.parsed.id, client=client, if_none_match=polled.headers["etag"])
events = list_refund_events.sync(asked.parsed.id, client=client)

statement = import_bank_statement.sync_detailed(
    client=client,
    account=ImportBankStatementAccount.TRUST,
    body=File(payload=BytesIO(b"Date,Description,Amount\n2026-03-10,Deposit,125.00\n")),
)

# What a server of next year may send: a status, a code and a field that this client does not know.
newer = Refund.from_dict({**polled.parsed.to_dict(), "status": "on_hold", "wasNeverThere": 1})
newer_problem = Problem.from_dict({**refused.parsed.to_dict(), "code": "rate_limited"})

print(
    json.dumps(
        {
            "operations": len([name for name in modules if name.startswith("makewhole_client.api.") and name.count(".") == 3]),
            "preview": {"refundable": preview.eligibility.refundable, "subject": preview.email.subject if preview.email else None},
            "asked": [asked.status_code, asked.parsed.status],
            "sameAgain": asked.content == again.content,
            "refused": [refused.status_code, refused.parsed.code, refused.parsed.refund_id == asked.parsed.id],
            "polled": [polled.status_code, polled.parsed.id == asked.parsed.id],
            "unchanged": unchanged.status_code,
            "firstEvent": events.data[0].type_,
            "statement": [statement.status_code, statement.parsed.lines],
            "newer": [newer.status, newer_problem.code],
        }
    )
)
