"""Every text that a customer gets to see: on statements, on the web site, in letters, and read out on the phone."""


def money(cents):
    """12345 as $123.45."""
    return "%s$%d.%02d" % ("-" if cents < 0 else "", abs(cents) // 100, abs(cents) % 100)


PAGE_NOT_FOUND = "This page does not exist."

# Payments
PAYMENT_THANK_YOU = "Payment - thank you"
PAYMENT_PROCESSING = "Thank you. Your payment is processing."
PAYMENT_RETURNED = "Payment returned unpaid by your bank"
RETURNED_PAYMENT_FEE = "Returned payment fee"
AUTOPAY = "Automatic payment"

# Disputes
DISPUTE_RECEIVED = "Dear {name}, we received your letter. Your dispute has the number {number}."
DISPUTE_OPEN = "Your dispute {number} is being investigated (day {days} of 30). You will hear from us by mail."
DISPUTE_CLOSED = "Our investigation is complete. Result: {result}. We cannot reopen a dispute that is closed."
DISPUTE_UNKNOWN_REASON = "Please choose a reason from the list; '{reason}' is none of them."
DISPUTE_CALL_AGAIN = "We can take {limit} accounts in a call. Please call again to dispute the others."
DISPUTE_FRIVOLOUS = (
    "You have disputed this account before. We consider this dispute frivolous and will not investigate it again."
)
DISPUTE_THIRD_PARTY = (
    "We received a suspicious request that seems not to come from you. We do not answer letters sent by third parties."
)
RESULT_VERIFIED = (
    "Dear {name}, the company that reported the account ending in {account} has verified that it belongs to you "
    "and is accurate. It remains on your credit report. If you disagree, please contact the company directly."
)
RESULT_UPDATED = "Dear {name}, the account ending in {account} was updated. The late payments remain."
RESULT_DELETED = "Dear {name}, the account ending in {account} was deleted from your credit report."
METHOD_OF_VERIFICATION = (
    "You asked how we verified the information. We contacted the company electronically, and it said it is accurate."
)

# Cards
LATE_FEE = "Late payment fee"
LATE_FEE_WAIVED = "Late payment fee waived as a courtesy"
LATE_FEE_NOT_WAIVED = "We have waived a late fee for you before and cannot do it again."
DEFERRED_INTEREST = "Interest charged on promotional purchase"
ANNUAL_FEE = "Annual membership fee"
CLAIM_OPENED = "Your claim {number} is open. We are investigating the charge."
CLAIM_TOO_LATE = "This charge is more than 60 days old and can no longer be disputed."
CLAIM_DENIED = "We found that the transaction was authorized by you. Your claim is closed and the charge stands."
CLAIM_UPHELD = "Fraud claim: charge removed"
PROVISIONAL_CREDIT = "Provisional credit for disputed charge"
CREDIT_REVERSED = "Provisional credit reversed"
CARD_CLOSED = "Declined: this account is closed."
CARD_DECLINED = "Declined: suspicious purchase. Please call the number on the back of your card."
CARD_OVER_LIMIT = "Declined: this purchase is over your credit limit."

# Accounts
OVERDRAFT_FEE = "Overdraft fee"
EXTENDED_OVERDRAFT_FEE = "Extended overdraft fee"
RETURNED_ITEM_FEE = "Insufficient funds: returned item fee"
OVERDRAFT_NO_REFUND = "We refund one overdraft fee a year, and you have had yours."
OVERDRAFT_REFUND = "Overdraft fee refund"
OVERDRAFT_OPT_IN = "Yes, cover my debit card purchases when my balance is low ($35 each)."
MAINTENANCE_FEE = "Monthly maintenance fee"
CHECK_DEPOSIT = "Check deposit"
CASH_WITHDRAWAL = "Cash withdrawal"
DEPOSIT_HOLD = "Your deposit was accepted. {amount} is on hold and not available until {until}."
ACCOUNT_RESTRICTED = "Your account is restricted. Please visit a branch with two forms of identification."
ACCOUNT_STAYS_RESTRICTED = "We could not verify your identity. Your account stays restricted."
ACCOUNT_BONUS_NO_COUPON = "No bonus: the coupon code was not entered when the account was opened."
ACCOUNT_BONUS_REQUIREMENTS = "No bonus: the requirement of $500 in direct deposits within 60 days was not met."
ACCOUNT_BONUS_SOON = "You have earned the new account bonus. It will be deposited within 90 days."

# Credit file
REPORT_ALREADY_FREE_THIS_YEAR = "You had your free annual credit report. The next one can be bought for $11.50."
REPORT_IDENTITY_NOT_VERIFIED = "We could not verify your identity online. Please request your credit report by mail."

# Debts
COLLECTION_VOICEMAIL = "This is an attempt to collect a debt of {amount} you owe {creditor}. Call us back today."
COLLECTION_STOPPED = "We will not contact you again about this debt. It remains on your credit report."
COLLECTION_STOP_IN_WRITING = "To stop our calls, please write to us. We will continue to call until we have a letter."
COLLECTION_LEGAL_ACTION = (
    "If {amount} for {creditor} is not paid today, we may take legal action, and your credit will be damaged for seven "
    "years."
)
VALIDATION_NOTICE = (
    "You owe {amount} to {creditor}. Unless you dispute the validity of the debt by {until}, we assume it is valid."
)
VALIDATION_NOT_SENT_YET = "We cannot take a dispute before our notice was sent. Would you like to pay by card?"
VALIDATION_TOO_LATE = "The 30 days to dispute this debt are over."
VALIDATION_DISPUTED = "Your dispute of this debt was noted. We will send verification."
VALIDATION_PRINTOUT = "Verification of debt: account {number}, original creditor {creditor}, balance {amount}."

# Transfers
WIRE_FEE = "Wire transfer fee"
TRANSFER_SENT = "Money sent to {recipient}"
TRANSFER_LIMIT = "You can send {limit} a day."
TRANSFER_NOT_ENOUGH = "You do not have enough money available for this transfer."
TRANSFER_CANNOT_CANCEL = "This transfer was completed and cannot be canceled."
TRANSFER_AUTHORIZED_BY_YOU = (
    "You authorized this payment, so we cannot get your money back. Please contact {recipient} for a refund."
)
TRANSFER_ACCOUNT_LIMITED = "Your account is limited ({reason}). You cannot send or withdraw money."

# Mortgages
ESCROW_ANALYSIS = "Your escrow account has a shortage of {shortage}. Your monthly escrow changes from {old} to {new}."
FORCE_PLACED_INSURANCE = (
    "We have no proof of homeowner's insurance and bought it for you. {charged} was taken from your escrow account."
)
PMI_LATE_PAYMENTS = "Mortgage insurance (PMI) cannot be removed: there were late payments in the last two years."
PMI_REMOVED = "Mortgage insurance (PMI) was removed from your loan."
PMI_STAYS = "Mortgage insurance (PMI) stays: the appraisal does not show enough equity."
MORTGAGE_SUSPENSE = "Your payment was {missing} short and is held in suspense. It was not applied to your mortgage."
MORTGAGE_PAYMENT_APPLIED = "Your mortgage payment was applied."
MORTGAGE_TRANSFERRED = "Your mortgage was transferred to us. Your new loan number is {number}. Set up autopay again."

# Freezes
FREEZE_PLACED = "Your credit file is frozen. Your PIN, which you need to lift it, arrives by mail around {arrives}."
FREEZE_NONE = "There is no security freeze on your credit file."
FREEZE_WRONG_PIN = "This PIN is not correct. Without your PIN we cannot lift or remove the security freeze."
FREEZE_LIFTED = "The security freeze is lifted from {start} to {until}."
FREEZE_PIN_NEEDS_DOCUMENTS = "For a new PIN, mail us copies of your driver's license and a utility bill."
MONITORING_CANCEL_BY_PHONE = "To cancel credit monitoring, please call us between 9 and 5."

# Inquiries
INQUIRY_CONTACT_COMPANY = (
    "Inquiries are a factual record of who saw your credit report. If you do not recognize {company}, contact it."
)
INQUIRY_REMOVED = "The unauthorized inquiry by {company} was removed."

# Settlements
SETTLEMENT_BROKEN = "The payment due on {due} was late. The settlement is canceled and the full balance is due."
SETTLEMENT_NOT_PAID = "This debt is not paid in full yet."
SETTLEMENT_PAID = "The debt {number} is settled. Thank you for your payment."

# Identity theft
THEFT_POLICE_REPORT_NEEDED = "To block an account opened by identity theft, please send a police report."
THEFT_PROOF_OF_IDENTITY_NEEDED = "Please send a copy of your driver's license and of your social security card."
BREACH_NOTICE = (
    "Dear {name}, in a data breach these were stolen from us: {stolen}. We offer you a year of credit monitoring."
)

# Loan modification
MODIFICATION_UNKNOWN_DOCUMENT = "'{name}' is not part of the modification packet."
MODIFICATION_INCOMPLETE = "Your application for a loan modification is denied because it is incomplete: {missing}."
MODIFICATION_DENIED_INCOME = "Your application for a loan modification is denied: you can afford your payment."
MODIFICATION_TRIAL = "You are approved for a trial plan of {months} months. Continue to expect foreclosure notices."
MODIFICATION_TRIAL_FAILED = "A trial payment was late. Your loan modification is denied."
FORBEARANCE_ENDED = "Your forbearance has ended. {due} in skipped mortgage payments is due now."

# Student and payday loans
STUDENT_RECERTIFY = "Your income-driven repayment plan has ended because your paperwork was late."
STUDENT_FORBEARANCE = "You do not need to pay until {until}. Interest will be added to your student loan."
STUDENT_NOT_ELIGIBLE = "Your student loan is not eligible for public service loan forgiveness."
STUDENT_PAYMENTS_MISSING = "{missing} qualifying payments are missing for student loan forgiveness."
STUDENT_FORGIVEN = "Your student loan is forgiven."
PAYDAY_PAYMENT = "Riverbank quick loan payment"
PAYDAY_TOO_LATE_TO_STOP = "Automatic payments can be stopped three business days ahead, in writing."
PAYDAY_NO_HARDSHIP = "We have no payment plan for this loan. You can renew it for another fee."
PAYDAY_OFFER = "Get {amount} today! Only ${fee} for each $100. No credit check."

# Rewards
BONUS_NOT_ENROLLED = "No bonus: your application was not made through the link of the offer."
BONUS_TOO_LATE = "No bonus: the amount was not spent within 90 days of approval."
BONUS_NOT_YET = "You have not spent enough for the bonus yet."
BONUS_EARNED = "You have earned the bonus points. They will post within 60 days."
POINTS_UNDER_REVIEW = (
    "This action cannot be completed: your account is being reviewed to make sure that your purchases qualify."
)
POINTS_NOT_ENOUGH = "You do not have enough points."
POINTS_TRANSFERRED = "{points} points were transferred to {partner}."

# Closed accounts
ACCOUNT_CLOSED = "Your account is closed."
CLOSE_VISIT_BRANCH = "Accounts cannot be closed online or by phone. Please visit a branch."
CLOSE_NOT_ZERO = "Your account cannot be closed: the balance is {balance} and has to be zero."
CLOSE_PENDING = "Your account cannot be closed while transactions are pending."
CLOSED_BY_BANK = "We have closed your account {number}. Our decision is final, and we do not give a reason."
REOPENED = "A transaction has reopened your closed account."
CERTIFICATE_RENEWED = "Your certificate of deposit (CD) has renewed. Closing it early costs six months of interest."
