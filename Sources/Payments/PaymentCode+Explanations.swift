package import Kernel

extension PaymentCode {
    package static let explanations: [CodeExplanation] = configuration + wire + requests + answers + reconciliation

    private static let configuration: [CodeExplanation] = [
        .init(defaultCurrencyClosed, "the default currency of checkouts is one that is not enabled"),
        .init(
            priceMissing, "a paid tier has no price in a currency that is enabled",
            advice: "add the price, or disable the currency; nothing is converted silently"),
        .init(priceBelowMinimum, "a price is below the smallest charge of its currency"),
        .init(freeHasPrice, "the tier \"free\" has a price; it costs nothing, and no payment is ever made for it"),
        .init(
            tierEnds, "a tier has a trial or an end; \"free\" is permanent, and paid tiers end with their subscription"),
        .init(keyNotIncluded, "a tier leaves out the tenant's own encryption key, which every tier includes"),
        .init(keyDiscount, "a tier costs less with the tenant's own encryption key; it costs the same"),
        .init(settingConflict, "a variable of the environment and Config/payments.json say different things"),
        .init(settingUnreadable, "a variable of the environment holds a value that cannot be read"),
        .init(currencyUnknown, "a currency is not one that can be paid in"),
        .init(currencyClosed, "a currency is asked for that is not enabled"),
        .init(freeCheckout, "the tier \"free\" cannot be bought: a tenant without a subscription has it"),
        .init(tierUnknown, "there is no tier of that name, or it is not sold at that interval"),
        .init(tierByQuote, "a tier is sold by quote only and has no price to check out with"),
        .init(
            rateOutOfDate, "a price would be converted, and the rate is older than allowed or from the future",
            advice: "enter the rate of a recent day, or a price in the currency itself"),
        .init(retryDaysOutOfOrder, "the days of dunning do not begin with 0 or do not rise"),
        .init(freeMissing, "there is no tier \"free\"; it is what a tenant has who pays nothing"),
        .init(quoteWithPrice, "a tier is sold by quote and has prices; it is one or the other"),
        .init(
            limitsMissing, "jobs are held to the limits of their tenant's tier, and a tier states none",
            advice: "write \"limits\": {} for a tier that has none: one that was forgotten would allow everything"),
    ]

    private static let requests: [CodeExplanation] = [
        .init(noSubscription, "a subscription or a payment is named that no tenant of the project has"),
        .init(
            subscriptionExists, "a checkout is asked for, and the tenant has a subscription on other terms",
            advice: "`reckon billing upgrade` changes tier and interval; for another currency let it end first"),
        .init(
            periodOpen, "a period is being paid already, or is held until a person has looked",
            advice: "wait for the next run, or settle what it is held for; another link could be paid a second time"),
        .init(notHeld, "a hold is to be lifted from a subscription that is not held"),
        .init(
            refundRefused, "a refund is asked for that cannot be: no money is held, more than was paid, or one is open"),
        .init(
            refundSameAccount, "a refund is approved by the account that proposed it",
            advice: "another person approves, logged in as another account"),
        .init(
            checkoutUnderWay, "another checkout of the same tenant is being made at this moment",
            advice: "wait until it has ended; it may have made the page that is wanted"),
        .init(
            subscriptionBusy, "a run is at work on the subscription at this moment, and may be charging it",
            advice: "wait until it has ended, then run the command again"),
        .init(
            nothingToCancel, "a tenant's subscription is to be given up, and it has none that was paid",
            advice: "nothing is charged without one; a page that nobody pays is given up after a day"),
        .init(
            noChangeNow,
            "a subscription's terms are to change, and something of it is due, under way, held or cancelled",
            advice: "settle that first, such as with `reckon billing renew`; then ask again"),
        .init(sameTerms, "a subscription's terms are to change to those that it has"),
        .init(
            nothingToCredit, "it is not known what was paid for the days that are left of a period",
            advice: "ask again in the next period: what was refunded, granted or wrong has no part in it"),
        .init(
            noCardToCharge, "there is no card that the difference can be charged to",
            advice: "let the tenant pay its next period on a page, on the due day; that card can be charged"),
        .init(
            nothingDue, "a period is to be granted by hand, and none is due",
            advice: "lift the hold without the grant; the period that comes is charged when it is due"),
        .init(
            secretMissing, "there is no secret key of the payment provider",
            advice: "set PAYSTACK_SECRET_KEY, or PAYSTACK_SECRET_KEY_FILE to a file that only its owner may read"),
    ]

    private static let wire: [CodeExplanation] = [
        .init(
            noMailProgram, "the program that mails notices is not there, or may not be run by this account",
            advice: "install it, or name another in Config/payments.json; what waits is mailed by the next run"),
        .init(keyUnreadable, "the key of the payment provider is not written like a secret key"),
        .init(
            keyOfOtherMode,
            "the key of the payment provider is of test mode and the rules of live mode, or the reverse",
            advice: "nothing was sent; hand in the key of the mode that is meant"),
        .init(
            standInElsewhere, "a stand-in for the payment provider is not on this machine, or would get a live key",
            advice: "stand-ins are for tests: leave its address out to call the provider"),
    ]

    private static let answers: [CodeExplanation] = [
        .init(providerRefused, "the payment provider refused what was asked, and did nothing"),
        .init(
            keyRefused, "the payment provider does not accept the secret key; the run stopped at once",
            advice: "docs/payments-runbook.md says how a key is changed"),
        .init(
            unansweredCall, "the payment provider gave no answer that can be understood",
            advice: "nothing is taken for granted; the error says what to run"),
        .init(
            unreadableAnswer, "an answer of the payment provider lacks what it must have, or is not JSON",
            advice: "nothing is taken for granted; the next run asks again"),
        .init(
            webhookUnreadable, "a webhook with a good signature, or a file of the spool, cannot be read",
            advice: "it is kept; the nightly list has what it said"),
        .init(
            spoolFull, "so many webhooks wait in the spool that no more are taken",
            advice: "look whether `reckon billing renew` runs, and who sends them"),
    ]

    private static let reconciliation: [CodeExplanation] = [
        .init(missingWebhook, "a payment succeeded and no webhook told of it; it is applied from the list"),
        .init(duplicateWebhook, "a webhook came more than once; it counts once"),
        .init(outOfOrderWebhook, "a webhook tells of an older state than the one known; it changes nothing"),
        .init(
            badSignature, "the signature of a webhook is wrong; it is kept, counted and never processed",
            advice: "many of them: somebody is trying, or the key was changed"),
        .init(
            currencyMismatch, "a payment was made in another currency than asked for; the period is not granted",
            advice: "compare with the provider's dashboard; refund it or grant the period by hand"),
        .init(
            amountMismatch, "a payment is of another amount than asked for; the period is not granted",
            advice: "compare with the provider's dashboard; refund it or grant the period by hand"),
        .init(
            unknownReference, "a payment carries our prefix, and we know no such attempt",
            advice: "look for a restored backup or a second installation with the same key"),
        .init(foreignPayment, "a payment of the account is not ours: another application uses the account"),
        .init(
            lateSuccess, "a payment succeeded after it had been given up; it is applied",
            advice: "look whether the tenant still wants the period"),
        .init(
            doublePaid, "one period was paid more than once",
            advice: "refund the later payment; another person approves"),
        .init(
            refunded, "a payment was refunded in full, or reversed without a refund on the list",
            advice: "its credit note is issued; look whether the tenant keeps the period"),
        .init(
            partiallyRefunded, "a part of a payment was refunded",
            advice: "its credit note is issued; look whether the rest is in order"),
        .init(
            refundFailed, "a refund failed after it had been taken; no money went back",
            advice: "propose it again, or pay the tenant back in another way"),
        .init(
            refundNeedsAttention, "the payment provider cannot carry out a refund without an answer",
            advice: "answer on the provider's dashboard, such as with the payer's bank account"),
        .init(
            disputed, "a payment is disputed; the subscription is not charged meanwhile",
            advice: "answer on the provider's dashboard before the due date"),
        .init(
            missingAtProvider, "a charge was sent, and the provider knows nothing of it",
            advice: "the next run sends the same reference again"),
        .init(
            settlementGap, "a settlement is not what its payments come to, less fees and refunds",
            advice: "ask the provider for the difference"),
        .init(
            incompleteListing, "a list of the provider could not be read to its end; the watermark stays",
            advice: "run again later"),
        .init(otherMode, "a payment is of the other mode: test money in live mode, or live money in test mode"),
        .init(
            statusMismatch, "we hold a payment for made, and the provider says otherwise",
            advice: "compare with the provider's dashboard"),
    ]
}
